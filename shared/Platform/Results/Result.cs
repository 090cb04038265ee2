using System.Diagnostics.CodeAnalysis;

namespace IntegrationFunctions.Platform.Results;

/// <summary>Either a value or an <see cref="IntegrationError"/>; both convert implicitly, so a body reads <c>return error;</c>.</summary>
public readonly struct Result<T>
{
    private readonly T? _value;

    private Result(T? value, IntegrationError? error)
    {
        _value = value;
        Error = error;
    }

    /// <summary>The failure, or null where there is a value.</summary>
    public IntegrationError? Error { get; }

    /// <summary>The value; throws <see cref="IntegrationException"/> where there is none.</summary>
    public T Value => Error is null ? _value! : throw new IntegrationException(Error);

    /// <summary>True, and the value, where there is no error.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out IntegrationError? error)
    {
        value = _value;
        error = Error;
        return error is null;
    }

    /// <summary>A success.</summary>
    public static implicit operator Result<T>(T value) => new(value, null);

    /// <summary>A failure.</summary>
    public static implicit operator Result<T>(IntegrationError error) => new(default, error);
}
