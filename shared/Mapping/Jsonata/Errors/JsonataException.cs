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

    /// <summary>The position is within a part of the expression that begins here.</summary>
    internal bool Within(int start)
    {
        Position = (Position ?? 0) + start;
        return false;
    }

    // The following are for filters of exceptions, and never accept: an exception that each of many calls caught and threw again would need the
    // more stack the deeper it was thrown, where the stack is at its end perhaps.

    /// <summary>It happened in a call: the position is the call's, as in the reference, and the token the function where nothing else is named.</summary>
    internal bool InCall(int position, string? name)
    {
        Position = position;
        Token ??= name;
        return false;
    }

    /// <summary>It happened in an operator.</summary>
    internal bool InOperator(int position, string symbol)
    {
        (Position, Token) = (position, symbol);
        return false;
    }

    /// <summary>It happened here, unless the place is known already.</summary>
    internal bool At(int position, string? token = null)
    {
        Position ??= position;
        Token ??= token;
        return false;
    }
}
