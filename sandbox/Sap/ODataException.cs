namespace IntegrationFunctions.Sandbox.Sap;

/// <summary>
/// A request that the gateway refuses. Thrown, not returned: it can come from deep inside a parser and ends the request at once.
/// </summary>
internal sealed class ODataException(int status, string code, string message, string? target = null)
    : Exception(message)
{
    public int Status => status;

    public string Code => code;

    /// <summary>The property that is to blame, for errordetails.</summary>
    public string? Target => target;

    public static ODataException Bad(string message, string? target = null) =>
        new(400, "/IWBEP/CM_MGW_RT/022", message, target);

    public static ODataException UnknownProperty(string property, EdmType type) =>
        new(400, "/IWBEP/CM_MGW_RT/170", $"Property {property} not found in type {type.FullName}", property);

    public static ODataException UnknownSegment(string segment) =>
        new(404, "/IWBEP/CM_MGW_RT/020", $"Resource not found for segment '{segment}'");

    public static ODataException NoEntity(string set) =>
        new(404, "/IWBEP/CM_MGW_RT/020", $"Resource not found for segment '{set}': no entity has this key");
}
