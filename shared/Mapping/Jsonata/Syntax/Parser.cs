using System.Runtime.CompilerServices;
using System.Text;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Functions;

namespace IntegrationFunctions.Mapping.Jsonata.Syntax;

/// <summary>Top-down operator precedence (Pratt, 1973). What comes out has operators as they were written; <see cref="Analyser"/> makes paths of them.</summary>
internal sealed class Parser
{
    // Nodes that ?: and ?? may copy; as many as the longest expression can have.
    private int _copies = JsonataExpression.MostCharacters;

    private readonly Tokenizer _tokens;
    private Token _token;

    private Parser(string text) => _tokens = new(text);

    /// <exception cref="JsonataException">S....</exception>
    public static SyntaxNode Parse(string text)
    {
        var parser = new Parser(text);
        parser.Advance(afterOperand: false);
        var expression = parser.Expression(0);
        return parser._token.Kind == TokenKind.End
            ? Analyser.Analyse(expression)
            : throw new JsonataException("S0201", parser._token.Text, parser._token.Position);
    }

    private static int Power(in Token token) =>
        token.Kind != TokenKind.Operator
            ? 0
            : token.Text switch
            {
                "[" or "(" or "@" or "#" => 80,
                "." => 75,
                "{" => 70,
                "*" or "/" or "%" => 60,
                "+" or "-" or "&" => 50,
                "=" or "<" or ">" or "^" or "!=" or "<=" or ">=" or "~>" or "?:" or "??" or "in" => 40,
                "and" => 30,
                "or" => 25,
                "?" => 20,
                ":=" => 10,
                _ => 0,
            };

    private SyntaxNode Expression(int power)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new JsonataException(
                "U1001",
                position: _token.Position,
                text: "The expression is nested too deeply."
            );
        }
        var token = _token;
        Advance(afterOperand: true);
        var left = Prefix(token);
        while (power < Power(_token))
        {
            token = _token;
            Advance(afterOperand: false);
            left = Infix(token, left);
        }
        return left;
    }

    private void Advance(bool afterOperand)
    {
        _token = _tokens.Next(afterOperand);
        if (_token.Kind == TokenKind.Operator && _token.Text is "!" or "~")
        {
            throw new JsonataException("S0204", _token.Text, _token.Position);
        }
    }

    private void Expect(string symbol, bool afterOperand = false)
    {
        if (!_token.Is(symbol))
        {
            var code = _token.Kind == TokenKind.End ? "S0203" : "S0202";
            throw new JsonataException(code, _token.Text, _token.Position, Values.JsonataValue.Of(symbol));
        }
        Advance(afterOperand);
    }

    private SyntaxNode Prefix(in Token token)
    {
        switch (token.Kind)
        {
            case TokenKind.End:
                return new(SyntaxKind.End, token.Text, token.Position);
            case TokenKind.Name:
                return new(SyntaxKind.Name, token.Text, token.Position);
            case TokenKind.Variable:
                return new(SyntaxKind.Variable, token.Text, token.Position);
            case TokenKind.String:
                return new(SyntaxKind.String, token.Text, token.Position)
                {
                    Literal = Values.JsonataValue.Of(token.Text),
                };
            case TokenKind.Number:
                return new(SyntaxKind.Number, token.Text, token.Position) { Literal = token.Literal };
            case TokenKind.Value:
                return new(SyntaxKind.Value, token.Text, token.Position) { Literal = token.Literal };
            case TokenKind.Regex:
                return new(SyntaxKind.Regex, token.Text, token.Position) { Flags = token.Flags };
        }
        return token.Text switch
        {
            "and" or "or" or "in" => new(SyntaxKind.Operator, token.Text, token.Position),
            "-" => new(SyntaxKind.Negation, token.Text, token.Position) { Left = Expression(70) },
            "*" => new(SyntaxKind.Wildcard, token.Text, token.Position),
            "**" => new(SyntaxKind.Descendant, token.Text, token.Position),
            "%" => new(SyntaxKind.Parent, token.Text, token.Position),
            "(" => Block(token),
            "[" => ArrayConstructor(token),
            "{" => new(SyntaxKind.ObjectConstructor, token.Text, token.Position) { Pairs = Pairs() },
            "|" => Transform(token),
            _ => throw new JsonataException("S0211", token.Text, token.Position),
        };
    }

    private SyntaxNode Infix(in Token token, SyntaxNode left)
    {
        switch (token.Text)
        {
            case "(":
                return Call(token, left);
            case "[":
                return Predicate(token, left);
            case "{":
                return new(SyntaxKind.Binary, token.Text, token.Position) { Left = left, Pairs = Pairs() };
            case "^":
                return new(SyntaxKind.Binary, token.Text, token.Position) { Left = left, Terms = Terms() };
            case ":=":
                return left.Kind == SyntaxKind.Variable
                    ? Binary(token, left, Expression(9))
                    : throw new JsonataException("S0212", left.Text, left.Position);
            case "@" or "#":
                var variable = Expression(80);
                return variable.Kind == SyntaxKind.Variable
                    ? Binary(token, left, variable)
                    : throw new JsonataException("S0214", token.Text, variable.Position);
            case "?":
                var choice = new SyntaxNode(SyntaxKind.Condition, token.Text, token.Position)
                {
                    Condition = left,
                    Then = Expression(0),
                };
                if (_token.Is(":"))
                {
                    Expect(":");
                    choice.Else = Expression(0);
                }
                return choice;
            case "?:":
                return new(SyntaxKind.Condition, token.Text, token.Position)
                {
                    Condition = left.Clone(ref _copies),
                    Then = left,
                    Else = Expression(0),
                };
            case "??":
                var exists = new SyntaxNode(SyntaxKind.Function, "(", token.Position)
                {
                    Procedure = new(SyntaxKind.Variable, "exists", token.Position),
                    Items = [left.Clone(ref _copies)],
                };
                return new(SyntaxKind.Condition, token.Text, token.Position)
                {
                    Condition = exists,
                    Then = left,
                    Else = Expression(0),
                };
            default:
                return Binary(token, left, Expression(Power(token)));
        }
    }

    private static SyntaxNode Binary(in Token token, SyntaxNode left, SyntaxNode right) =>
        new(SyntaxKind.Binary, token.Text, token.Position) { Left = left, Right = right };

    private SyntaxNode Block(in Token token)
    {
        var block = new SyntaxNode(SyntaxKind.Block, token.Text, token.Position);
        while (!_token.Is(")"))
        {
            block.Items.Add(Expression(0));
            if (!_token.Is(";"))
            {
                break;
            }
            Expect(";");
        }
        Expect(")", afterOperand: true);
        return block;
    }

    private SyntaxNode ArrayConstructor(in Token token)
    {
        var array = new SyntaxNode(SyntaxKind.ArrayConstructor, token.Text, token.Position);
        if (!_token.Is("]"))
        {
            while (true)
            {
                var item = Expression(0);
                if (_token.Is(".."))
                {
                    var range = _token;
                    Expect("..");
                    item = Binary(range, item, Expression(0));
                }
                array.Items.Add(item);
                if (!_token.Is(","))
                {
                    break;
                }
                Expect(",");
            }
        }
        Expect("]", afterOperand: true);
        return array;
    }

    private List<(SyntaxNode, SyntaxNode)> Pairs()
    {
        var pairs = new List<(SyntaxNode, SyntaxNode)>();
        if (!_token.Is("}"))
        {
            while (true)
            {
                var key = Expression(0);
                Expect(":");
                pairs.Add((key, Expression(0)));
                if (!_token.Is(","))
                {
                    break;
                }
                Expect(",");
            }
        }
        Expect("}", afterOperand: true);
        return pairs;
    }

    private List<SortTerm> Terms()
    {
        Expect("(");
        var terms = new List<SortTerm>();
        while (true)
        {
            var descending = _token.Is(">");
            if (descending || _token.Is("<"))
            {
                Advance(afterOperand: false);
            }
            terms.Add(new(Expression(0), descending));
            if (!_token.Is(","))
            {
                break;
            }
            Expect(",");
        }
        Expect(")");
        return terms;
    }

    private SyntaxNode Transform(in Token token)
    {
        var transform = new SyntaxNode(SyntaxKind.Transform, token.Text, token.Position) { Pattern = Expression(0) };
        Expect("|");
        transform.Left = Expression(0);
        if (_token.Is(","))
        {
            Expect(",");
            transform.Right = Expression(0);
        }
        Expect("|");
        return transform;
    }

    private SyntaxNode Predicate(in Token token, SyntaxNode left)
    {
        if (!_token.Is("]"))
        {
            var predicate = Binary(token, left, Expression(0));
            Expect("]", afterOperand: true);
            return predicate;
        }
        // Nothing between the brackets: the result stays an array, whatever filters it went through.
        var step = left;
        while (step is { Kind: SyntaxKind.Binary, Text: "[" })
        {
            step = step.Left!;
        }
        step.KeepArray = true;
        Expect("]");
        return left;
    }

    private SyntaxNode Call(in Token token, SyntaxNode procedure)
    {
        var call = new SyntaxNode(SyntaxKind.Function, token.Text, token.Position) { Procedure = procedure };
        if (!_token.Is(")"))
        {
            while (true)
            {
                if (_token.Is("?"))
                {
                    call.Kind = SyntaxKind.Partial;
                    call.Items.Add(new(SyntaxKind.Operator, "?", _token.Position));
                    Expect("?");
                }
                else
                {
                    call.Items.Add(Expression(0));
                }
                if (!_token.Is(","))
                {
                    break;
                }
                Expect(",");
            }
        }
        Expect(")", afterOperand: true);
        return procedure is { Kind: SyntaxKind.Name, Text: "function" or "\u03BB" } ? Lambda(call) : call;
    }

    private SyntaxNode Lambda(SyntaxNode lambda)
    {
        for (var i = 0; i < lambda.Items.Count; i++)
        {
            var parameter = lambda.Items[i];
            if (parameter.Kind != SyntaxKind.Variable)
            {
                throw new JsonataException("S0208", parameter.Text, parameter.Position, index: i + 1);
            }
        }
        lambda.Kind = SyntaxKind.Lambda;
        if (_token.Is("<"))
        {
            lambda.Signature = ReadSignature();
        }
        Expect("{");
        lambda.Body = Expression(0);
        Expect("}");
        return lambda;
    }

    private Signature ReadSignature()
    {
        var (start, depth, text) = (_token.Position, 1, new StringBuilder("<"));
        while (depth > 0 && !_token.Is("{") && _token.Kind != TokenKind.End)
        {
            Advance(afterOperand: false);
            depth +=
                _token.Is("<") ? 1
                : _token.Is(">") ? -1
                : 0;
            text.Append(_token.Text);
        }
        Expect(">");
        try
        {
            return Signature.Parse(text.ToString());
        }
        catch (JsonataException error) when (error.Offset(start).IsHandled)
        {
            throw;
        }
    }
}
