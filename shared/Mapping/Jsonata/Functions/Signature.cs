using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Types of a function's parameters, as in <c>&lt;s-n?:s&gt;</c>.</summary>
public sealed class Signature
{
    // Ways to share arguments out among parameters: several that take any number have more of them than anybody can wait for.
    private const int MostTries = 100_000;

    private readonly Parameter[] _parameters;

    // A parameter that takes several arguments and is not the last one: which argument is whose can't be told by counting.
    private readonly bool _ambiguous;

    private Signature(string text, Parameter[] parameters)
    {
        (Text, _parameters) = (text, parameters);
        for (var i = 0; i < parameters.Length - 1; i++)
        {
            _ambiguous |= parameters[i].Most > 1 || parameters[i].Lazy;
        }

        _ambiguous |= parameters.Length > 0 && parameters[^1].Lazy;
    }

    /// <summary>The signature as it was written.</summary>
    public string Text { get; }

    /// <summary>Reads a signature with its angle brackets.</summary>
    /// <exception cref="JsonataException">S0401, S0402.</exception>
    public static Signature Parse(string text) => new(text, SignatureReader.Read(text));

    /// <summary>The arguments as the body takes them: context filled in, single values wrapped where an array is wanted.</summary>
    /// <exception cref="JsonataException">T0410, T0411, T0412.</exception>
    public ReadOnlySpan<JsonataValue> Validate(ReadOnlySpan<JsonataValue> args, JsonataValue context) =>
        FitsAsItIs(args) ? args : Fit(args, context);

    private static bool Holds(Parameter parameter, JsonataValue value) =>
        (parameter.Kinds & (1 << (int)value.Kind)) != 0;

    // One argument for each parameter, nothing to fill in and nothing to wrap: nearly every call.
    private bool FitsAsItIs(ReadOnlySpan<JsonataValue> args)
    {
        var parameters = _parameters;
        if (_ambiguous || args.Length > parameters.Length)
        {
            return false;
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            var parameter = parameters[i];
            if (i >= args.Length)
            {
                if (parameter.Least > 0 || parameter.TakesContext)
                {
                    return false;
                }

                continue;
            }

            if (!Holds(parameter, args[i]))
            {
                return false;
            }

            if (
                parameter.Type == 'a'
                && !args[i].IsUndefined
                && (args[i].Array is not { } array || (parameter.Subtype is not null && !ElementsFit(parameter, array)))
            )
            {
                return false;
            }
        }

        return true;
    }

    private static bool ElementsFit(Parameter parameter, JsonataArray array)
    {
        foreach (var item in array.Items)
        {
            if ((parameter.ElementKinds & (1 << (int)item.Kind)) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private JsonataValue[] Fit(ReadOnlySpan<JsonataValue> args, JsonataValue context)
    {
        Span<int> taken = _parameters.Length <= 16 ? stackalloc int[_parameters.Length] : new int[_parameters.Length];
        var tries = MostTries;
        if (Match(args, 0, 0, _parameters.Length, true, taken, ref tries) < 0)
        {
            throw Misfit(args);
        }

        var fitted = new List<JsonataValue>(Math.Max(args.Length, _parameters.Length));
        var at = 0;
        for (var i = 0; i < _parameters.Length; i++)
        {
            var parameter = _parameters[i];
            if (taken[i] == 0 && parameter.TakesContext)
            {
                fitted.Add(
                    (parameter.ContextKinds & (1 << (int)context.Kind)) != 0
                        ? context
                        : throw new JsonataException("T0411", value: context, index: at + 1)
                );
                continue;
            }

            if (taken[i] == 0)
            {
                // The argument that stands here is passed to this parameter although it is the next one's, as the reference does.
                fitted.Add(args.At(at++));
                continue;
            }

            for (var end = at + taken[i]; at < end; at++)
            {
                fitted.Add(parameter.Type == 'a' ? AsArray(parameter, args.At(at), at, taken[i]) : args.At(at));
            }
        }

        return [.. fitted];
    }

    private static JsonataValue AsArray(Parameter parameter, JsonataValue value, int at, int taken)
    {
        if (value.IsUndefined)
        {
            return value;
        }

        if (value.Array is { } array)
        {
            return parameter.Subtype is null || ElementsFit(parameter, array)
                ? value
                : throw new JsonataException("T0412", value: value, index: at + 1);
        }

        if (
            parameter.Subtype is not null
            && (taken > 1 || parameter.Subtype.Length != 1 || (parameter.ElementKinds & (1 << (int)value.Kind)) == 0)
        )
        {
            throw new JsonataException("T0412", value: value, index: at + 1);
        }

        return JsonataValue.Of(new JsonataArray([value]));
    }

    // Takes arguments for the parameters from index on, as many as each can get, and fewer where the rest would not fit otherwise.
    // Gives the number of arguments that were taken by all of them, or -1.
    private int Match(
        ReadOnlySpan<JsonataValue> args,
        int index,
        int at,
        int end,
        bool whole,
        Span<int> taken,
        ref int tries
    )
    {
        if (--tries < 0)
        {
            throw new JsonataException("U1001", text: "A signature fits its arguments in too many ways.");
        }
        Guard.Stack();
        if (index == end)
        {
            return !whole || at == args.Length ? at : -1;
        }

        var parameter = _parameters[index];
        var most = 0;
        while (most < parameter.Most && at + most < args.Length && Holds(parameter, args[at + most]))
        {
            most++;
        }

        var (first, last, step) = parameter.Lazy ? (parameter.Least, most, 1) : (most, parameter.Least, -1);
        for (var count = first; parameter.Lazy ? count <= last : count >= last; count += step)
        {
            taken[index] = count;
            var matched = Match(args, index + 1, at + count, end, whole, taken, ref tries);
            if (matched >= 0)
            {
                return matched;
            }
        }

        return -1;
    }

    private JsonataException Misfit(ReadOnlySpan<JsonataValue> args)
    {
        var taken = new int[_parameters.Length];
        var tries = MostTries;
        var good = 0;
        for (var count = 1; count <= _parameters.Length; count++)
        {
            var matched = Match(args, 0, 0, count, false, taken, ref tries);
            if (matched < 0)
            {
                break;
            }

            good = matched;
        }

        return new JsonataException("T0410", value: args.At(good), index: good + 1);
    }

    /// <summary>One parameter. Sets of kinds have a bit for each <see cref="JsonataKind"/>.</summary>
    internal sealed record Parameter
    {
        /// <summary>Letter of its type; '(' for a choice.</summary>
        public char Type { get; set; }

        public int Kinds { get; set; }

        public int Least { get; set; } = 1;

        public int Most { get; set; } = 1;

        /// <summary>Takes as few arguments as it can.</summary>
        public bool Lazy { get; set; }

        public bool TakesContext { get; set; }

        public int ContextKinds { get; set; }

        /// <summary>What the array holds; null where the signature does not say.</summary>
        public string? Subtype { get; set; }

        public int ElementKinds { get; set; }
    }
}
