namespace IntegrationFunctions.Sandbox.Sap.Filter;

/// <summary>
/// Reads a $filter over a type. Precedence as OData 2.0 has it: or, and, not, comparison, from loose to tight. Unknown, unfilterable and
/// wrongly typed properties are refused here, before any row is looked at.
/// </summary>
internal ref struct FilterParser
{
    private const int MaxDepth = 200;

    private readonly EdmType _type;
    private FilterTokenizer _tokens;
    private FilterToken _token;
    private int _depth;

    private FilterParser(string text, EdmType type)
    {
        _type = type;
        _tokens = new FilterTokenizer(text);
        _token = _tokens.Next();
    }

    public static FilterNode Parse(string text, EdmType type)
    {
        var parser = new FilterParser(text, type);
        var node = parser.Or();
        if (parser._token.Kind != FilterTokenKind.End)
        {
            throw parser.Unexpected("an operator or the end");
        }
        return Condition(node, text);
    }

    private FilterNode Or()
    {
        var left = And();
        while (IsWord("or"))
        {
            Advance();
            var right = And();
            left = new LogicalNode(false, Condition(left, "or"), Condition(right, "or"));
        }
        return left;
    }

    private FilterNode And()
    {
        var left = Not();
        while (IsWord("and"))
        {
            Advance();
            var right = Not();
            left = new LogicalNode(true, Condition(left, "and"), Condition(right, "and"));
        }
        return left;
    }

    private FilterNode Not()
    {
        if (!IsWord("not"))
        {
            return Comparison();
        }
        Deeper();
        Advance();
        var operand = new NotNode(Condition(Not(), "not"));
        _depth--;
        return operand;
    }

    private FilterNode Comparison()
    {
        var left = Primary();
        if (_token.Kind != FilterTokenKind.Name || _token.Text is not ("eq" or "ne" or "gt" or "ge" or "lt" or "le"))
        {
            return left;
        }
        var operation = _token.Text;
        Advance();
        var right = Primary();
        if (left.Kind is { } a && right.Kind is { } b && a != b)
        {
            var property = (left as PropertyNode ?? right as PropertyNode)?.Property.Name;
            throw ODataException.Bad(
                $"Invalid parametertype used at function '{operation}': Edm.{a} can't be compared with Edm.{b}"
                    + (property is null ? "." : $" (property {property})."),
                property
            );
        }
        return new ComparisonNode(operation, left, right);
    }

    private FilterNode Primary()
    {
        var token = _token;
        switch (token.Kind)
        {
            case FilterTokenKind.Literal:
                Advance();
                return new LiteralNode(token.Value, KindOf(token));
            case FilterTokenKind.Open:
                Deeper();
                Advance();
                var inner = Or();
                Expect(FilterTokenKind.Close, "')'");
                _depth--;
                return inner;
            case FilterTokenKind.Name when token.Text is "substringof" or "startswith" or "endswith":
                return Function();
            case FilterTokenKind.Name:
                Advance();
                return _token.Kind == FilterTokenKind.Open
                    ? throw ODataException.Bad(
                        $"The function '{token.Text}' is not supported in $filter; there are substringof, startswith and endswith."
                    )
                    : Property(token.Text);
            default:
                throw Unexpected("a property, a literal or '('");
        }
    }

    private PropertyNode Property(string name)
    {
        var property = _type.Find(name) ?? throw ODataException.UnknownProperty(name, _type);
        return property.Filterable
            ? new PropertyNode(property)
            : throw ODataException.Bad($"Property {name} of type {_type.FullName} is not filterable.", name);
    }

    private TextFunctionNode Function()
    {
        var name = _token.Text;
        Deeper();
        Advance();
        Expect(FilterTokenKind.Open, "'('");
        var first = Text(Primary(), name);
        Expect(FilterTokenKind.Comma, "','");
        var second = Text(Primary(), name);
        Expect(FilterTokenKind.Close, "')'");
        _depth--;
        return new TextFunctionNode(name, first, second);
    }

    private static FilterNode Text(FilterNode node, string function) =>
        node.Kind is EdmKind.String or null
            ? node
            : throw ODataException.Bad(
                $"Invalid parametertype used at function '{function}': it takes Edm.String, not Edm.{node.Kind}."
            );

    private static FilterNode Condition(FilterNode node, string where) =>
        node.Kind == EdmKind.Boolean
            ? node
            : throw ODataException.Bad($"Invalid Filter tree: a condition is expected at '{where}', not a value.");

    private static EdmKind? KindOf(FilterToken token) =>
        token.Value switch
        {
            null => null,
            string => EdmKind.String,
            decimal => EdmKind.Decimal,
            DateTime => EdmKind.DateTime,
            TimeSpan => EdmKind.Time,
            bool => EdmKind.Boolean,
            _ => throw ODataException.Bad($"No property of this service has the type of the literal {token.Text}."),
        };

    private readonly bool IsWord(string word) => _token.Kind == FilterTokenKind.Name && _token.Text == word;

    private void Advance() => _token = _tokens.Next();

    // A request may not choose how deep this process recurses.
    private void Deeper()
    {
        if (++_depth > MaxDepth)
        {
            throw ODataException.Bad($"$filter is nested more than {MaxDepth} deep.");
        }
    }

    private void Expect(FilterTokenKind kind, string what)
    {
        if (_token.Kind != kind)
        {
            throw Unexpected(what);
        }
        Advance();
    }

    private readonly ODataException Unexpected(string wanted) =>
        ODataException.Bad(
            $"Invalid $filter: {wanted} is expected at position {_token.Position}, not '{(_token.Kind == FilterTokenKind.End ? "the end" : _token.Text)}'."
        );
}
