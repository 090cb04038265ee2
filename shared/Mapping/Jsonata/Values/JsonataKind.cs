namespace IntegrationFunctions.Mapping.Jsonata.Values;

/// <summary>The types of JSONata: those of JSON, functions, and nothing.</summary>
public enum JsonataKind : byte
{
    /// <summary>Nothing: what a path finds where there is nothing. It is not <see cref="Null"/>.</summary>
    Undefined,

    /// <summary>JSON's null.</summary>
    Null,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A number: a double, a decimal, or digits that nobody has calculated with yet.</summary>
    Number,

    /// <summary>Text, in UTF-16 code units as in JSON and JavaScript.</summary>
    String,

    /// <summary>An array, or a sequence that stands for one.</summary>
    Array,

    /// <summary>An object; names keep the order in which they came.</summary>
    Object,

    /// <summary>A built-in function, a lambda or a regular expression.</summary>
    Function,
}
