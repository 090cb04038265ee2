using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace IntegrationFunctions.Sandbox.Sap;

/// <summary>The error body of SAP Gateway: code, message and innererror with its details.</summary>
internal static class SapErrors
{
    public static async Task Write(HttpContext http, ODataException error, string service, DateTimeOffset now)
    {
        http.Response.StatusCode = error.Status;
        http.Response.ContentType = "application/json;charset=utf-8";
        http.Response.Headers["dataserviceversion"] = "1.0";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("code", error.Code);
        json.WriteStartObject("message");
        json.WriteString("lang", "en");
        json.WriteString("value", error.Message);
        json.WriteEndObject();
        json.WriteStartObject("innererror");
        json.WriteStartObject("application");
        json.WriteString("component_id", "");
        json.WriteString("service_namespace", "/SAP/");
        json.WriteString("service_id", service);
        json.WriteString("service_version", "0001");
        json.WriteEndObject();
        json.WriteString("transactionid", Guid.CreateVersion7(now).ToString("N").ToUpperInvariant());
        json.WriteString("timestamp", now.UtcDateTime.ToString("yyyyMMddHHmmss.fffffff", CultureInfo.InvariantCulture));
        json.WriteStartObject("Error_Resolution");
        json.WriteString(
            "SAP_Transaction",
            "For backend administrators: use ADT feed reader \"SAP Gateway Error Log\""
        );
        json.WriteEndObject();
        json.WriteStartArray("errordetails");
        if (error.Target is { } target)
        {
            json.WriteStartObject();
            json.WriteString("code", error.Code);
            json.WriteString("message", error.Message);
            json.WriteString("propertyref", target);
            json.WriteString("severity", "error");
            json.WriteString("target", target);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
