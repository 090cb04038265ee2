using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Banking.Statements;

/// <summary>Reads statement files, whatever their format.</summary>
public interface IStatementReader
{
    /// <summary>
    /// Reads a file as a stream. Money that is legible is never refused: departures from the standard are reported. Errors (Validation):
    /// <c>not-xml</c>, <c>cut-off</c>, <c>wrong-namespace</c>, <c>dtd-forbidden</c>, <c>too-large</c>, <c>illegible</c>; each says where.
    /// </summary>
    Result<StatementFile> Read(Stream file);
}
