using Azure.Security.KeyVault.Secrets;

namespace IntegrationFunctions.Platform.Secrets.KeyVault;

/// <summary>Key Vault as a vault. A deleted secret stays recoverable there for as long as the vault is set to remember; what it holds is sealed.</summary>
public sealed class KeyVaultSecrets(SecretClient client) : ISecretVault
{
    /// <summary>Key Vault takes 25 KB; this is a little less.</summary>
    public int MaxLength => 24_000;

    /// <inheritdoc/>
    public async Task<string?> Put(string name, string value, CancellationToken ct = default)
    {
        var answer = await KeyVaultCalls
            .Run(
                $"the secret {name} was written",
                async () => (await client.SetSecretAsync(name, value, ct).ConfigureAwait(false)).Value,
                ct,
                KeyVaultCalls.IsDeleted
            )
            .ConfigureAwait(false);
        return answer?.Properties.Version;
    }

    /// <inheritdoc/>
    public async Task<string?> Get(string name, string version, CancellationToken ct = default)
    {
        var answer = await KeyVaultCalls
            .Run(
                $"the secret {name} was read",
                async () =>
                    (await client.GetSecretAsync(name, version, cancellationToken: ct).ConfigureAwait(false)).Value,
                ct,
                KeyVaultCalls.IsMissing
            )
            .ConfigureAwait(false);
        return answer?.Value;
    }

    /// <inheritdoc/>
    public Task Delete(string name, CancellationToken ct = default) =>
        KeyVaultCalls.Run(
            $"the secret {name} was deleted",
            // Begun is enough: from then on nobody can read it.
            () => client.StartDeleteSecretAsync(name, ct),
            ct,
            e => KeyVaultCalls.IsMissing(e) || KeyVaultCalls.IsDeleted(e)
        );
}
