using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Platform.Http.Rules;

/// <summary>The rules as they are now, or why they were not changed.</summary>
/// <param name="Egress">Null where there are errors.</param>
/// <param name="Errors">Empty where there are rules.</param>
public sealed record EgressOutcome(TenantEgress? Egress, IReadOnlyList<IntegrationError> Errors);
