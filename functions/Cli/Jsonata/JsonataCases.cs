using System.Globalization;
using System.Text;
using IntegrationFunctions.Mapping.Jsonata;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Functions.Cli.Jsonata;

/// <summary>
/// Cases of the official test suite, one JSON object a line: id, expr, data or dataset (a file in the folder datasets beside it), bindings,
/// and result, undefinedResult or code; timelimit (ms), depth and unordered where they matter.
/// </summary>
internal sealed class JsonataCases(string file)
{
    private readonly Dictionary<string, byte[]> _datasets = new(StringComparer.Ordinal);

    /// <summary>What went wrong with each case, or null where it passed.</summary>
    public IEnumerable<(string Id, string? Failure)> Run()
    {
        foreach (var line in File.ReadLines(file).Where(line => !string.IsNullOrWhiteSpace(line)))
        {
            var one =
                JsonText.Read(line).Object ?? throw new UserErrorException($"A line of {file} is no JSON object.");
            yield return (one["id"].AsString() ?? "?", Failure(one));
        }
    }

    private string? Failure(JsonataObject one)
    {
        // Some cases name code and token themselves, others an error that holds them.
        var error = one["error"].Object ?? one;
        var expected = error["code"].AsString();
        try
        {
            var limits = new Limits
            {
                Time = one.TryGet("timelimit", out var time)
                    ? TimeSpan.FromMilliseconds(time.AsDouble)
                    : TimeSpan.FromSeconds(10),
                Depth = one.TryGet("depth", out var depth) ? (int)depth.AsDouble : 1_000,
                Bytes = 1L << 30,
            };
            var expression = JsonataExpression.Compile(
                one["expr"].AsString() ?? "",
                new JsonataOptions { Limits = limits }
            );
            var bindings = new Dictionary<string, JsonataValue>();
            if (one["bindings"].Object is { } variables)
            {
                for (var i = 0; i < variables.Count; i++)
                {
                    bindings[variables.Names[i]] = variables.Values[i];
                }
            }
            var result = expression.Evaluate(Input(one), bindings);
            return expected is not null ? $"expected the error {expected}, got {result}" : Difference(one, result);
        }
        catch (JsonataException thrown)
        {
            if (thrown.Code != expected)
            {
                return $"expected {(expected is null ? one["result"] : $"the error {expected}")}, got {thrown.Code}: {thrown.Message}";
            }
            if (error["token"].AsString() is { } token && token != thrown.Token)
            {
                return $"expected the token {token}, got {thrown.Token}";
            }
            // Texts that the expression gives are compared; the others are ours.
            return
                thrown.Code is "D3137" or "D3141"
                && error["message"].AsString() is { } message
                && message != thrown.Message
                ? $"expected the message '{message}', got '{thrown.Message}'"
                : null;
        }
    }

    private JsonataValue Input(JsonataObject one)
    {
        if (one.TryGet("data", out var data))
        {
            return data;
        }
        if (one["dataset"].AsString() is not { } name)
        {
            return default;
        }
        if (!_datasets.TryGetValue(name, out var bytes))
        {
            _datasets[name] = bytes = File.ReadAllBytes(
                Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, "datasets", name + ".json")
            );
        }
        return JsonText.Read(bytes);
    }

    private static string? Difference(JsonataObject one, JsonataValue result)
    {
        if (one["undefinedResult"].AsBoolean)
        {
            return result.IsUndefined ? null : $"expected nothing, got {result}";
        }
        // Through text, as a caller gets it: functions and nothing are left out.
        var expected = Canonical(one["result"], one["unordered"].AsBoolean);
        if (result.IsUndefined)
        {
            return $"expected {one["result"]}, got nothing";
        }
        var got = Canonical(JsonText.Read(JsonText.Write(result)), one["unordered"].AsBoolean);
        return expected == got ? null : $"expected {expected}, got {got}";
    }

    // One text for what is equal: names in order, numbers by their value.
    private static string Canonical(JsonataValue value, bool unordered)
    {
        switch (value.Kind)
        {
            case JsonataKind.Number:
                return value.AsDouble.ToString("R", CultureInfo.InvariantCulture);
            case JsonataKind.String:
                return JsonText.Write(JsonataValue.Of(value.AsString()));
            case JsonataKind.Array:
                var items = new List<string>();
                foreach (var item in value.Array!.Items)
                {
                    items.Add(Canonical(item, false));
                }
                if (unordered)
                {
                    items.Sort(StringComparer.Ordinal);
                }
                return $"[{string.Join(',', items)}]";
            case JsonataKind.Object:
                var text = new StringBuilder("{");
                foreach (var name in value.Object!.Names.ToArray().Order(StringComparer.Ordinal))
                {
                    text.Append(text.Length > 1 ? "," : "").Append(JsonText.Write(JsonataValue.Of(name))).Append(':');
                    text.Append(Canonical(value.Object[name], false));
                }
                return text.Append('}').ToString();
            default:
                return JsonText.Write(value);
        }
    }
}
