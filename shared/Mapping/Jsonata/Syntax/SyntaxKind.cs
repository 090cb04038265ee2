namespace IntegrationFunctions.Mapping.Jsonata.Syntax;

/// <summary>What a node of the syntax tree is; the names are those of the reference implementation.</summary>
internal enum SyntaxKind
{
    /// <summary>The end of the text, where something was expected.</summary>
    End,

    /// <summary>A token that stands for itself so far: and, or, in, and the ? of a partial application.</summary>
    Operator,
    Name,
    Variable,
    String,
    Number,

    /// <summary>true, false, null.</summary>
    Value,
    Regex,
    Wildcard,
    Descendant,
    Parent,
    Binary,
    Negation,
    ArrayConstructor,
    ObjectConstructor,
    Condition,
    Block,
    Function,
    Partial,
    Lambda,
    Transform,

    // The following come with the analysis.
    Path,
    Bind,
    Apply,
    Sort,
}
