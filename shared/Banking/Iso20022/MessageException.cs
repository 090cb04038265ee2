namespace IntegrationFunctions.Banking.Iso20022;

/// <summary>Leaves nested readers early; the public face makes it an error value.</summary>
internal sealed class MessageException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
