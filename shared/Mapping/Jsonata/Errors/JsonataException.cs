using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Errors;

/// <summary>An expression that is wrong, or that went wrong. Codes are those of the reference implementation (S: syntax, T: types, D: evaluation, U: limits).</summary>
public sealed class JsonataException : Exception
{
    /// <summary>An error of this code.</summary>
    /// <param name="code">Code of the reference implementation, such as T2001.</param>
    /// <param name="token">What it names: an operator, a function, a variable.</param>
    /// <param name="position">Offset in the expression, in characters from 0, behind the token; null where the caller adds it.</param>
    /// <param name="value">The value that did not fit.</param>
    /// <param name="index">Number of the argument from 1, or another number that the message names.</param>
    /// <param name="other">The value that it was compared with.</param>
    /// <param name="cause">The error that this one wraps.</param>
    /// <param name="text">The message itself, where the expression gives it ($error, $assert).</param>
    public JsonataException(
        string code,
        string? token = null,
        int? position = null,
        JsonataValue value = default,
        int? index = null,
        string? text = null,
        JsonataValue other = default,
        Exception? cause = null
    )
        : base(null, cause)
    {
        Other = other;
        (Code, Token, Position, Value, Index) = (code, token, position, value, index);
        _text = text;
    }

    private readonly string? _text;
    private Dictionary<object, int>? _calls;

    /// <summary>Code of the reference implementation.</summary>
    public string Code { get; }

    /// <summary>What the error names.</summary>
    public string? Token { get; private set; }

    /// <summary>Offset in the expression, in characters from 0.</summary>
    public int? Position { get; private set; }

    /// <summary>The value that did not fit.</summary>
    public JsonataValue Value { get; }

    /// <summary>The value that it was compared with.</summary>
    public JsonataValue Other { get; }

    /// <summary>Number of the argument from 1, or another number that the message names.</summary>
    public int? Index { get; }

    /// <inheritdoc/>
    public override string Message => _text ?? Messages.Text(this);

    /// <summary>
    /// Never. Whoever adds to an error on its way does so in the condition of a catch, which runs without unwinding: thousands of calls within
    /// each other that catch and throw again need more stack than is left where it came to its end.
    /// </summary>
    internal bool IsHandled => false;

    /// <summary>The position is within a part of the expression that begins here.</summary>
    internal JsonataException Offset(int start)
    {
        Position = (Position ?? 0) + start;
        return this;
    }

    /// <summary>
    /// It happened in a call: the position is the call's, as in the reference, and the token the function where nothing else is named. Of a
    /// function that is called within itself the innermost call counts.
    /// </summary>
    internal JsonataException InCall(int position, string? name, object? function = null)
    {
        if (function is not null)
        {
            _calls ??= new(ReferenceEqualityComparer.Instance);
            position = _calls.TryAdd(function, position) ? position : _calls[function];
        }
        Position = position;
        Token ??= name;
        return this;
    }

    /// <summary>It happened in an operator.</summary>
    internal JsonataException InOperator(int position, string symbol)
    {
        (Position, Token) = (position, symbol);
        return this;
    }

    /// <summary>It happened here, unless the place is known already.</summary>
    internal JsonataException At(int position, string? token = null)
    {
        Position ??= position;
        Token ??= token;
        return this;
    }
}
