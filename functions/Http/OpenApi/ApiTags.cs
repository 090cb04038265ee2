using Microsoft.OpenApi;

namespace IntegrationFunctions.Functions.Http.OpenApi;

/// <summary>What each part of the API is for. A tag without a line here stops the description from being made.</summary>
internal static class ApiTags
{
    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["Connectors"] = "The systems that can be connected, what each can do, and the settings that it needs.",
        ["Integrations"] =
            "A tenant's connections to its systems: settings, secrets, state, and a test of the connection.",
        ["Incoming webhooks"] =
            "Addresses at which providers such as Stripe or Xero tell an integration of changes, and the messages that came there.",
        ["Webhook endpoints"] =
            "Addresses that are told of the tenant's events: what was sent to each, how it went, and once more on demand.",
        ["Synchronisation"] = "Runs that bring the records of a system here and prove that they are complete.",
        ["Records"] =
            "The synchronised records, their changes in order, and changes written back to where they came from.",
        ["Mappings"] =
            "How the records of a system become canonical: rules in versions, what a change would do to stored records, and why a value is what it is.",
        ["Value maps"] =
            "Tables of values of one system and what they are in another, such as tax codes and accounts; mappings look values up in them.",
        ["Models"] = "The canonical models that all systems are mapped to.",
        ["Payments"] = "From proposal through approval by several people to the bank and back into the ERP.",
        ["Statements"] = "Bank statements: imported from a file or fetched from the bank, with their lines.",
        ["Reconciliation"] =
            "Bank lines matched with open items: every match with its method, score and evidence, and undone on demand.",
        ["Workflows"] =
            "The durable workflows behind all long work: their state, their history, and how they are steered.",
        ["Queues"] = "Messages that wait, and those that could not be handled.",
        ["Users"] = "Users of the tenant, their roles, and the API keys that act in their name.",
        ["Applications"] =
            "OAuth applications that the tenant's developers register, and what people have allowed applications to do.",
        ["Events"] =
            "What happened in the tenant, in order, with what was before: nothing is changed without being told.",
        ["Data key"] = "The key that the tenant's secrets and sensitive fields are sealed with.",
        ["Audit"] = "What was done in the tenant, by whom and from where: a chain of entries that shows tampering.",
        ["Usage"] = "What the tenant uses of its plan.",
        ["Tenant"] = "Settings of the tenant as a whole.",
    };

    /// <summary>Describes the tags that are in use.</summary>
    /// <exception cref="InvalidOperationException">A tag is in use and has no text.</exception>
    public static void Describe(OpenApiDocument document)
    {
        var used = document
            .Paths.SelectMany(path => path.Value.Operations ?? [])
            .SelectMany(operation => operation.Value.Tags ?? new HashSet<OpenApiTagReference>())
            .Select(tag => tag.Name!)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        document.Tags = new HashSet<OpenApiTag>(
            used.Select(name => new OpenApiTag
            {
                Name = name,
                Description = Texts.TryGetValue(name, out var text)
                    ? text
                    : throw new InvalidOperationException($"The tag '{name}' has no text in {nameof(ApiTags)}."),
            })
        );
    }
}
