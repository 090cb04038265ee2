using Azure;
using Azure.Identity;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Secrets.KeyVault;

/// <summary>Calls of Key Vault. Throttling and hiccups are the client's to repeat; what it gives up on becomes a <see cref="StorageException"/>.</summary>
internal static class KeyVaultCalls
{
    /// <param name="doing">Ends the sentence "Key Vault answered ... when": no secret is part of it.</param>
    /// <param name="call">The call.</param>
    /// <param name="ct">Of the call.</param>
    /// <param name="expected">Answers that the caller knows what to make of; null is returned.</param>
    public static async Task<T?> Run<T>(
        string doing,
        Func<Task<T>> call,
        CancellationToken ct,
        Func<RequestFailedException, bool>? expected = null
    )
        where T : class
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (RequestFailedException e) when (expected?.Invoke(e) == true)
        {
            return null;
        }
        // The answer itself stays out of the message, and of what is logged with it: it is not ours to vouch for.
        catch (RequestFailedException e) when (e.Status != 0)
        {
            throw new StorageException($"Key Vault answered {e.Status} ({e.ErrorCode}) when {doing}. {Hint(e.Status)}");
        }
        catch (AuthenticationFailedException e)
        {
            throw new StorageException(
                $"This process could not sign in to Key Vault when {doing}. Give it an identity, or sign in with az login. {e.Message}"
            );
        }
        catch (Exception e)
            when (e is RequestFailedException or AggregateException
                || (e is OperationCanceledException && !ct.IsCancellationRequested)
            )
        {
            throw new StorageException($"Key Vault could not be reached when {doing}. Is KEYVAULT_URI right?", e);
        }
    }

    /// <summary>Whether the name belongs to a secret that was deleted, or is just being deleted or recovered.</summary>
    public static bool IsDeleted(RequestFailedException e) => e.Status == 409;

    /// <summary>Whether there is no such secret or version.</summary>
    public static bool IsMissing(RequestFailedException e) => e.Status == 404;

    private static string Hint(int status) =>
        status switch
        {
            401 or 403 =>
                "The identity of this process needs the role Key Vault Secrets Officer on the vault, and the secret must be enabled.",
            429 => "It is throttling; try again later.",
            >= 500 => "Try again later.",
            _ => "Look at its log.",
        };
}
