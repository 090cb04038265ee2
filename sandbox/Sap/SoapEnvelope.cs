using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace IntegrationFunctions.Sandbox.Sap;

/// <summary>SOAP 1.1 and 1.2 around a body; answers come in the version of the request.</summary>
internal static class SoapEnvelope
{
    private static readonly XNamespace Soap11 = "http://schemas.xmlsoap.org/soap/envelope/";
    private static readonly XNamespace Soap12 = "http://www.w3.org/2003/05/soap-envelope";

    /// <summary>The first element of the body, with the namespace of the envelope; a string says what is wrong.</summary>
    public static async Task<(XNamespace Version, XElement? Content, string? Fault)> Read(HttpContext http)
    {
        try
        {
            using var buffer = new MemoryStream();
            await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
            buffer.Position = 0;
            using var reader = XmlReader.Create(
                buffer,
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null }
            );
            var root = XElement.Load(reader);
            if (root.Name != Soap11 + "Envelope" && root.Name != Soap12 + "Envelope")
            {
                return (Soap11, null, $"The root is {root.Name}, not a SOAP Envelope.");
            }
            var content = root.Element(root.Name.Namespace + "Body")?.Elements().FirstOrDefault();
            return (root.Name.Namespace, content, content is null ? "The SOAP Body is empty." : null);
        }
        catch (XmlException e)
        {
            return (Soap11, null, $"XML parse error at line {e.LineNumber}, position {e.LinePosition}: {e.Message}");
        }
    }

    public static async Task Write(HttpContext http, XNamespace version, XElement content, int status = 200)
    {
        var document = new XDocument(
            new XElement(
                version + "Envelope",
                new XAttribute(XNamespace.Xmlns + "soap-env", version.NamespaceName),
                new XElement(version + "Header"),
                new XElement(version + "Body", content)
            )
        );
        http.Response.StatusCode = status;
        http.Response.ContentType =
            version == Soap12 ? "application/soap+xml; charset=utf-8" : "text/xml; charset=utf-8";
        await http.Response.WriteAsync(document.ToString(SaveOptions.DisableFormatting));
    }

    public static Task WriteFault(HttpContext http, XNamespace version, string reason)
    {
        var fault =
            version == Soap12
                ? new XElement(
                    version + "Fault",
                    new XElement(version + "Code", new XElement(version + "Value", "soap-env:Sender")),
                    new XElement(
                        version + "Reason",
                        new XElement(version + "Text", new XAttribute(XNamespace.Xml + "lang", "en"), reason)
                    )
                )
                : new XElement(
                    version + "Fault",
                    new XElement("faultcode", "soap-env:Client"),
                    new XElement("faultstring", new XAttribute(XNamespace.Xml + "lang", "en"), reason)
                );
        return Write(http, version, fault, StatusCodes.Status500InternalServerError);
    }
}
