using IntegrationFunctions.Platform.Documents.Indexes;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

/// <summary>From where to where something goes, drawn together from all that is said about it, so that SQLite has one place to begin at.</summary>
internal readonly record struct Bounds(OrderValue? Lower, bool LowerOpen, OrderValue? Upper, bool UpperOpen)
{
    public bool IsEmpty =>
        Lower is { } lower
        && Upper is { } upper
        && OrderValue.Compare(lower, upper) is var sign
        && (sign > 0 || (sign == 0 && (LowerOpen || UpperOpen)));

    public bool IsPoint => Lower is { } lower && Upper is { } upper && OrderValue.Compare(lower, upper) == 0;

    public Bounds From(OrderValue value, bool open) =>
        Lower is { } lower && OrderValue.Compare(lower, value) is var sign && (sign > 0 || (sign == 0 && !open))
            ? this
            : this with
            {
                Lower = value,
                LowerOpen = open,
            };

    public Bounds To(OrderValue value, bool open) =>
        Upper is { } upper && OrderValue.Compare(upper, value) is var sign && (sign < 0 || (sign == 0 && !open))
            ? this
            : this with
            {
                Upper = value,
                UpperOpen = open,
            };
}

/// <summary>What the filters, and a cursor, leave of one field: which ranks, and within one rank which values.</summary>
internal readonly record struct FieldBounds(Bounds Rank, Bounds Value)
{
    public bool IsEmpty => Rank.IsEmpty || Value.IsEmpty;

    public FieldBounds Equal(OrderValue value) => FromRank(value.Rank).ToRank(value.Rank).EqualValue(value);

    public FieldBounds EqualValue(OrderValue value) => this with { Value = Value.From(value, false).To(value, false) };

    public FieldBounds FromRank(int rank, bool open = false) => this with { Rank = Rank.From(Of(rank), open) };

    public FieldBounds ToRank(int rank, bool open = false) => this with { Rank = Rank.To(Of(rank), open) };

    public FieldBounds FromValue(OrderValue value, bool open) => this with { Value = Value.From(value, open) };

    public FieldBounds ToValue(OrderValue value, bool open) => this with { Value = Value.To(value, open) };

    /// <summary>Draws them together by a filter; one that isn't about equality or a range leaves them as they are.</summary>
    public FieldBounds And(DocumentFilter filter)
    {
        var value = QueryRules.ValueOf(filter.Value);
        return filter.Compare switch
        {
            Compare.Equal => Equal(value),
            Compare.Prefix => Prefix(value),
            Compare.Less => To(value, open: true),
            Compare.LessOrEqual => To(value, open: false),
            Compare.Greater => From(value, open: true),
            Compare.GreaterOrEqual => From(value, open: false),
            _ => this,
        };
    }

    // The booleans are two ranks, and compared as if they were one.
    private FieldBounds From(OrderValue value, bool open) =>
        value.Rank is OrderValue.False or OrderValue.True
            ? FromRank(value.Rank, open).ToRank(OrderValue.True)
            : FromRank(value.Rank).ToRank(value.Rank).FromValue(value, open);

    private FieldBounds To(OrderValue value, bool open) =>
        value.Rank is OrderValue.False or OrderValue.True
            ? FromRank(OrderValue.False).ToRank(value.Rank, open)
            : FromRank(value.Rank).ToRank(value.Rank).ToValue(value, open);

    // Up to the first string that begins otherwise: the last byte plus one, for no byte of UTF-8 is 0xFF.
    private FieldBounds Prefix(OrderValue value)
    {
        var text = (byte[])value.Value!;
        var ranked = FromRank(OrderValue.Text).ToRank(OrderValue.Text);
        return text.Length == 0
            ? ranked
            : ranked
                .FromValue(value, open: false)
                .ToValue(new(OrderValue.Text, (byte[])[.. text[..^1], (byte)(text[^1] + 1)]), open: true);
    }

    private static OrderValue Of(int rank) => new(OrderValue.Number, (long)rank);
}
