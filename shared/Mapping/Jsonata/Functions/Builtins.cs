using System.Collections.Frozen;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>The functions of the language by name. $eval is not here: it needs the compiler.</summary>
public static class Builtins
{
    private static readonly FrozenDictionary<string, Builtin> Table = All()
        .ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    /// <summary>The function of a name without its $; null where there is none.</summary>
    public static JFunction? Find(string name) => Table.GetValueOrDefault(name);

    // Name, number of parameters, signature and body. The number is what functions of higher order and partial application go by.
    private static IEnumerable<Builtin> All() =>
        [
            New("sum", 1, "<a<n>:n>", Aggregates.Sum),
            New("count", 1, "<a:n>", ArrayFunctions.Count),
            New("max", 1, "<a<n>:n>", Aggregates.Max),
            New("min", 1, "<a<n>:n>", Aggregates.Min),
            New("average", 1, "<a<n>:n>", Aggregates.Average),
            New("string", 1, "<x-b?:s>", Stringify.String),
            New("substring", 3, "<s-nn?:s>", StringFunctions.Substring),
            New("substringBefore", 2, "<s-s:s>", StringFunctions.Before),
            New("substringAfter", 2, "<s-s:s>", StringFunctions.After),
            New("lowercase", 1, "<s-:s>", StringFunctions.Lowercase),
            New("uppercase", 1, "<s-:s>", StringFunctions.Uppercase),
            New("length", 1, "<s-:n>", StringFunctions.Length),
            New("trim", 1, "<s-:s>", StringFunctions.Trim),
            New("pad", 3, "<s-ns?:s>", StringFunctions.Pad),
            New("match", 3, "<s-f<s:o>n?:a<o>>", Matching.Match),
            New("contains", 2, "<s-(sf):b>", Matching.Contains),
            New("replace", 4, "<s-(sf)(sf)n?:s>", Replacing.Replace),
            New("split", 3, "<s-(sf)n?:a<s>>", Matching.Split),
            New("join", 2, "<a<s>s?:s>", StringFunctions.Join),
            New("formatNumber", 3, "<n-so?:s>", FormatNumber.Format),
            New("formatBase", 2, "<n-n?:s>", FormatBase.Format),
            New("formatInteger", 2, "<n-s:s>", IntegerFunctions.Format),
            New("parseInteger", 2, "<s-s:n>", IntegerFunctions.Parse),
            New("number", 1, "<(nsb)-:n>", NumberCast.Number),
            New("floor", 1, "<n-:n>", NumberFunctions.Floor),
            New("ceil", 1, "<n-:n>", NumberFunctions.Ceil),
            New("round", 2, "<n-n?:n>", NumberFunctions.Round),
            New("abs", 1, "<n-:n>", NumberFunctions.Abs),
            New("sqrt", 1, "<n-:n>", NumberFunctions.Sqrt),
            New("power", 2, "<n-n:n>", NumberFunctions.Power),
            New("random", 0, "<:n>", NumberFunctions.RandomNumber),
            New("boolean", 1, "<x-:b>", ValueFunctions.Boolean),
            New("not", 1, "<x-:b>", ValueFunctions.Not),
            New("map", 2, "<af>", HigherOrder.Map),
            New("zip", 0, "<a+>", ArrayFunctions.Zip),
            New("filter", 2, "<af>", HigherOrder.Filter),
            New("single", 2, "<af?>", HigherOrder.Single),
            New("reduce", 3, "<afj?:j>", HigherOrder.Reduce),
            New("sift", 2, "<o-f?:o>", HigherOrder.Sift),
            New("keys", 1, "<x-:a<s>>", ObjectFunctions.Keys),
            New("lookup", 2, "<x-s:x>", ObjectFunctions.Lookup),
            New("append", 2, "<xx:a>", ArrayFunctions.Append),
            New("exists", 1, "<x:b>", ValueFunctions.Exists),
            New("spread", 1, "<x-:a<o>>", ObjectFunctions.Spread),
            New("merge", 1, "<a<o>:o>", ObjectFunctions.Merge),
            New("reverse", 1, "<a:a>", ArrayFunctions.Reverse),
            New("each", 2, "<o-f:a>", HigherOrder.Each),
            New("error", 1, "<s?:x>", ValueFunctions.Error),
            New("assert", 2, "<bs?:x>", ValueFunctions.Assert),
            New("type", 1, "<x:s>", ValueFunctions.Type),
            New("sort", 2, "<af?:a>", Sorting.Sort),
            New("shuffle", 1, "<a:a>", ArrayFunctions.Shuffle),
            New("distinct", 1, "<x:x>", ArrayFunctions.Distinct),
            New("base64encode", 1, "<s-:s>", Base64.Encode),
            New("base64decode", 1, "<s-:s>", Base64.Decode),
            New("encodeUrlComponent", 1, "<s-:s>", Urls.EncodeComponent),
            New("encodeUrl", 1, "<s-:s>", Urls.EncodeUrl),
            New("decodeUrlComponent", 1, "<s-:s>", Urls.DecodeComponent),
            New("decodeUrl", 1, "<s-:s>", Urls.DecodeUrl),
            New("toMillis", 2, "<s-s?:n>", DateFunctions.ToMillis),
            New("fromMillis", 3, "<n-s?s?:s>", DateFunctions.FromMillis),
            New("now", 2, "<s?s?:s>", DateFunctions.Now),
            New("millis", 0, "<:n>", DateFunctions.Millis),
            New("clone", 1, "<(oa)-:o>", Cloning.Clone),
        ];

    private static Builtin New(string name, int arity, string signature, BuiltinBody body) =>
        new(name, arity, Signature.Parse(signature), body);
}
