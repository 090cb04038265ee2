using System.Text.RegularExpressions;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Where a regular expression matched, in UTF-16 code units.</summary>
/// <param name="Start">Offset.</param>
/// <param name="Length">Length.</param>
/// <param name="Match">Its groups; null where it has none.</param>
internal readonly record struct RegexHit(int Start, int Length, Match? Match)
{
    /// <summary>What the groups took; nothing for one that took no part.</summary>
    public JsonataArray Groups(int count, Run run)
    {
        var groups = new JsonataArray(count);
        for (var i = 1; i <= count; i++)
        {
            var group = Match!.Groups[i];
            run.Charge(16 + (group.Length * sizeof(char)));
            groups.Add(group.Success ? JsonataValue.Of(group.Value) : default);
        }

        return groups;
    }
}

/// <summary>A match as expressions see it.</summary>
internal static class MatchObject
{
    public static JsonataValue Of(RegexFunction regex, string text, RegexHit hit, Run run)
    {
        run.Charge(160 + (hit.Length * sizeof(char)));
        var result = new JsonataObject(5);
        result.Set("match", JsonataValue.Of(text.Substring(hit.Start, hit.Length)));
        result.Set("start", JsonataValue.Of((double)hit.Start));
        result.Set("end", JsonataValue.Of((double)hit.Start + hit.Length));
        result.Set("groups", JsonataValue.Of(hit.Groups(regex.Groups, run)));
        result.Set("next", JsonataValue.Of(new Next(regex, text, hit)));
        return JsonataValue.Of(result);
    }

    /// <summary>The text in which JavaScript would search when it is given something else than a string.</summary>
    public static string TextOf(JsonataValue value, Run run) =>
        value.Kind switch
        {
            JsonataKind.Undefined => "undefined",
            JsonataKind.Object => "[object Object]",
            JsonataKind.Number or JsonataKind.Boolean or JsonataKind.Null => Stringify.Text(value, false, run),
            JsonataKind.Array => TextOf(value.Array!, run),
            _ => value.AsString() ?? "",
        };

    private static string TextOf(JsonataArray array, Run run)
    {
        Guard.Stack();
        var text = new TextBuffer(stackalloc char[128], run);
        for (var i = 0; i < array.Count; i++)
        {
            run.Step();
            text.Append(i > 0 ? "," : "");
            text.Append(array[i].IsNull || array[i].IsUndefined ? "" : TextOf(array[i], run));
        }

        return text.Finish();
    }

    private sealed class Next(RegexFunction regex, string text, RegexHit last) : JFunction
    {
        public override int Arity => 0;

        public override JsonataValue Invoke(ReadOnlySpan<JsonataValue> args, JsonataValue context, Run run) =>
            regex.TryNext(text, last, run, out var hit) ? Of(regex, text, hit, run) : default;
    }
}
