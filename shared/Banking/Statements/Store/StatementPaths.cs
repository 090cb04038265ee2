using System.Globalization;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Banking.Statements.Store;

internal static class StatementPaths
{
    public static CollectionPath Statements => "statements";

    public static DocumentPath Statement(string id) => Statements.Document(id);

    public static CollectionPath Lines(string statementId) => Statement(statementId).Sub("lines");

    public static string LineId(int number) => number.ToString("D7", CultureInfo.InvariantCulture);
}
