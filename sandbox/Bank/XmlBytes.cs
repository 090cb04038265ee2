using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace IntegrationFunctions.Sandbox.Bank;

internal static class XmlBytes
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(false),
        Indent = true,
        NewLineChars = "\n",
    };

    public static byte[] Of(XElement root)
    {
        using var buffer = new MemoryStream();
        using (var writer = XmlWriter.Create(buffer, Settings))
        {
            new XDocument(root).Save(writer);
        }
        return buffer.ToArray();
    }
}
