namespace IntegrationFunctions.Mapping.Jsonata.Errors;

/// <summary>What each code says.</summary>
internal static class Messages
{
    public static string Text(JsonataException error) => error.Code;
}
