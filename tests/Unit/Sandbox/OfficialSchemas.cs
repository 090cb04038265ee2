using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;

namespace IntegrationFunctions.Tests.Unit.Sandbox;

/// <summary>Official XSDs from the folder that CONFORMANCE_DATA names; tests that need them skip where it is unset.</summary>
internal static class OfficialSchemas
{
    public static XmlSchemaSet Load(string path)
    {
        var folder = Environment.GetEnvironmentVariable("CONFORMANCE_DATA");
        if (string.IsNullOrEmpty(folder))
        {
            Assert.Skip("CONFORMANCE_DATA is not set; it names the folder with the official schemas.");
        }
        var schemas = new XmlSchemaSet();
        using var reader = XmlReader.Create(Path.Combine(folder, path));
        schemas.Add(null, reader);
        return schemas;
    }

    public static void AssertValid(XDocument document, XmlSchemaSet schemas)
    {
        var faults = new List<string>();
        document.Validate(schemas, (_, e) => faults.Add(e.Message));
        Assert.Empty(faults);
        Assert.NotNull(schemas.GlobalElements[new XmlQualifiedName("Document", document.Root!.Name.NamespaceName)]);
    }
}
