namespace IntegrationFunctions.Banking.Statements.Camt;

/// <summary>Leaves the nested readers early; <see cref="CamtReader.Read"/> makes it an error value.</summary>
internal sealed class CamtException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
