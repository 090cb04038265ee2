using System.Runtime.CompilerServices;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Arguments that may be fewer than a function's parameters.</summary>
internal static class Args
{
    /// <summary>The argument at an index from 0; nothing where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static JsonataValue At(this ReadOnlySpan<JsonataValue> args, int index) =>
        (uint)index < (uint)args.Length ? args[index] : default;
}
