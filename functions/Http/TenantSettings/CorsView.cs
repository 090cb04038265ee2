using System.ComponentModel;

namespace IntegrationFunctions.Functions.Http.TenantSettings;

/// <summary>Whose web pages may call the API for the tenant.</summary>
[DisplayName("Cors")]
internal sealed record CorsView(
    [property: Description("Origins as browsers send them, such as https://app.example.com; at most 20.")]
        IReadOnlyList<string> Origins
);
