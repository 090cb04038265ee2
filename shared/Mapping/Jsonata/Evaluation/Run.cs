using System.Runtime.CompilerServices;
using IntegrationFunctions.Mapping.Jsonata.Errors;

namespace IntegrationFunctions.Mapping.Jsonata.Evaluation;

/// <summary>One evaluation: its clock, its arithmetic and what it has used. Not for several threads at a time.</summary>
/// <param name="limits">What it may use.</param>
/// <param name="time">Clock.</param>
/// <param name="decimals">Calculates with decimals instead of doubles.</param>
public sealed class Run(Limits limits, TimeProvider time, bool decimals)
{
    private readonly long _started = time.GetTimestamp();
    private long _steps;
    private long _bytes;
    private int _depth;
    private DateTimeOffset? _now;

    /// <summary>What it may use.</summary>
    public Limits Limits { get; } = limits;

    /// <summary>Calculates with decimals instead of doubles.</summary>
    public bool Decimals { get; } = decimals;

    /// <summary>One instant for the whole evaluation, as $now and $millis demand.</summary>
    public DateTimeOffset Now => _now ??= time.GetUtcNow();

    /// <summary>Counts a step, and looks at the clock now and then.</summary>
    /// <exception cref="JsonataException">U1001: too many steps or too long.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Step()
    {
        if ((++_steps & 1023) == 0)
        {
            Check();
        }
    }

    /// <summary>Goes so many expressions deeper, as far as a call goes; <see cref="Leave"/> comes back.</summary>
    /// <exception cref="JsonataException">U1001: too deep, or the stack is at its end.</exception>
    public void Enter(int levels)
    {
        // The body of what is called is one level more.
        if ((_depth += levels) >= Limits.Depth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new JsonataException(
                "U1001",
                text: "Calls nest too deeply. Look for a function that calls itself without end; where the call is the last thing that it does, it may do so as often as it likes."
            );
        }
        Step();
    }

    /// <summary>Comes back.</summary>
    public void Leave(int levels) => _depth -= levels;

    /// <summary>Counts bytes before they are allocated.</summary>
    /// <exception cref="JsonataException">U1001: too many.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Charge(long bytes)
    {
        if ((_bytes += bytes) > Limits.Bytes || bytes < 0)
        {
            throw new JsonataException(
                "U1001",
                text: $"The expression makes more than {Limits.Bytes} bytes of strings, arrays and objects."
            );
        }
    }

    /// <summary>Looks at the clock and the number of steps; for long loops.</summary>
    /// <exception cref="JsonataException">U1001: too many steps or too long.</exception>
    public void Check()
    {
        if (_steps > Limits.Steps)
        {
            throw new JsonataException(
                "U1001",
                text: $"The expression takes more than {Limits.Steps} steps. Look for a function without end."
            );
        }

        if (time.GetElapsedTime(_started) > Limits.Time)
        {
            throw new JsonataException(
                "U1001",
                text: $"The expression takes longer than {Limits.Time.TotalMilliseconds} ms."
            );
        }
    }
}
