using IntegrationFunctions.Mapping.Jsonata.Evaluation;

namespace IntegrationFunctions.Mapping.Jsonata;

/// <summary>How expressions are evaluated.</summary>
public sealed record JsonataOptions
{
    /// <summary>Calculates with decimals of 28 digits instead of doubles: 0.1 + 0.2 is 0.3.</summary>
    public bool Decimals { get; init; }

    /// <summary>What one evaluation may use.</summary>
    public Limits Limits { get; init; } = new();

    /// <summary>Clock of $now and $millis, and of the time limit.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
