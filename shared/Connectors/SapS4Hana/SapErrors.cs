using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.SapS4Hana;

/// <summary>Errors that don't come from an answer of the system.</summary>
internal static class SapErrors
{
    public static IntegrationError NoSuchObject(string name) =>
        new(
            ErrorKind.NotSupported,
            "object-not-supported",
            $"SAP S/4HANA has no object '{name}' here; there are {SapConnector.BusinessPartners} and {SapConnector.Invoices}."
        );

    public static IntegrationError NotOffered(string name, string what) =>
        new(ErrorKind.NotSupported, "verb-not-supported", $"For {name} {what} is not offered.");

    public static IntegrationError StateInvalid() =>
        new(
            ErrorKind.Permanent,
            "state-invalid",
            "The paging state was not made by this connector for this integration; start the pass again from the first page."
        );

    public static IntegrationError Unexpected(Uri address, string what) =>
        new(
            ErrorKind.Permanent,
            "sap-unexpected-answer",
            $"{address.Host}:{address.Port} answered {address.AbsolutePath} with {what}."
        );
}
