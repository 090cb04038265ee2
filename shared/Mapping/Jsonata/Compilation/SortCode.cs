using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Compilation;

/// <summary>An order by terms, stable. Each term is evaluated once an element, and only where the terms before it leave the order open.</summary>
internal sealed class SortCode((Eval Term, bool Descending)[] terms, int position)
{
    /// <summary>The elements in order; fewer than two as they are.</summary>
    public JsonataValue Sort(JsonataArray items, Frame frame, Run run)
    {
        if (items.Count < 2)
        {
            return JsonataValue.Of(items);
        }
        run.Charge(items.Count * 64L);
        var keyed = new Keyed[items.Count];
        for (var i = 0; i < keyed.Length; i++)
        {
            keyed[i] = new(items[i], frame, null, terms.Length);
        }
        Split(keyed, new Keyed[keyed.Length], 0, keyed.Length, run);
        return JsonataValue.Of(new JsonataArray(Array.ConvertAll(keyed, one => one.Value)));
    }

    /// <summary>Values with their variables in order.</summary>
    public TupleStream Sort(TupleStream stream, Frame frame, Run run)
    {
        run.Charge(stream.Items.Count * 64L);
        var keyed = stream
            .Items.ConvertAll(tuple => new Keyed(tuple.Value, tuple.Within(frame), tuple, terms.Length))
            .ToArray();
        Split(keyed, new Keyed[keyed.Length], 0, keyed.Length, run);
        var sorted = new TupleStream();
        sorted.Items.AddRange(keyed.Select(one => one.Tuple!.With(one.Tuple.Value)));
        return sorted;
    }

    private void Split(Keyed[] items, Keyed[] spare, int start, int end, Run run)
    {
        if (end - start < 2)
        {
            return;
        }
        var middle = start + ((end - start) / 2);
        Split(items, spare, start, middle, run);
        Split(items, spare, middle, end, run);
        items.AsSpan(start, middle - start).CopyTo(spare.AsSpan(start));
        var (left, right, at) = (start, middle, start);
        while (left < middle && right < end)
        {
            run.Step();
            items[at++] = Compare(spare[left], items[right], run) > 0 ? items[right++] : spare[left++];
        }
        spare.AsSpan(left, middle - left).CopyTo(items.AsSpan(at));
    }

    private int Compare(Keyed left, Keyed right, Run run)
    {
        for (var i = 0; i < terms.Length; i++)
        {
            var (ours, theirs) = (left.Key(i, terms[i].Term, run), right.Key(i, terms[i].Term, run));
            if (ours.IsUndefined || theirs.IsUndefined)
            {
                // What has no such value comes last, in either direction.
                if (ours.IsUndefined != theirs.IsUndefined)
                {
                    return ours.IsUndefined ? 1 : -1;
                }
                continue;
            }
            if (
                ours.Kind is not (JsonataKind.String or JsonataKind.Number)
                || theirs.Kind is not (JsonataKind.String or JsonataKind.Number)
            )
            {
                var wrong = ours.Kind is JsonataKind.String or JsonataKind.Number ? theirs : ours;
                throw new JsonataException("T2008", position: position, value: wrong);
            }
            if (ours.Kind != theirs.Kind)
            {
                throw new JsonataException("T2007", position: position, value: ours, other: theirs);
            }
            var order = Operators.Order(ours, theirs, run);
            if (order != 0)
            {
                return terms[i].Descending ? -order : order;
            }
        }
        return 0;
    }

    private sealed class Keyed(JsonataValue value, Frame frame, PathTuple? tuple, int terms)
    {
        private readonly JsonataValue[] _keys = new JsonataValue[terms];
        private int _known;

        public JsonataValue Value => value;

        public PathTuple? Tuple => tuple;

        public JsonataValue Key(int index, Eval term, Run run)
        {
            while (_known <= index)
            {
                // A string is compared again and again; it is decoded once.
                var key = term(value, frame, run);
                _keys[_known++] = key.IsString && key.IsSlice ? JsonataValue.Of(key.AsString()) : key;
            }
            return _keys[index];
        }
    }
}
