using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Syntax;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    End,
    Operator,
    Name,
    Variable,
    String,
    Number,
    Value,
    Regex,
}

/// <summary>A token.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Name, operator, string or pattern.</param>
/// <param name="Position">Offset behind it, in characters.</param>
/// <param name="Literal">Number, true, false or null.</param>
/// <param name="Flags">Of a regular expression.</param>
internal readonly record struct Token(
    TokenKind Kind,
    string Text,
    int Position,
    JsonataValue Literal = default,
    string Flags = ""
)
{
    public bool Is(string symbol) => Kind == TokenKind.Operator && Text == symbol;
}
