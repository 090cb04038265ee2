using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace IntegrationFunctions.Platform.Documents;

/// <summary>
/// Changes of single fields, carried out in their order. Fields are dotted paths (<c>amount.currency</c>); a parent that is missing, or no
/// object, becomes one. Built up by its methods, each of which returns it.
/// </summary>
public sealed class DocumentUpdate
{
    private readonly List<FieldChange> _changes = [];

    /// <summary>What it changes, in order.</summary>
    public IReadOnlyList<FieldChange> Changes => _changes;

    /// <summary>Whether <see cref="ExpiresAt"/> counts.</summary>
    public bool ChangesExpiry { get; private set; }

    /// <summary>When the document goes away by itself; null: no longer.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>Gives a field a value.</summary>
    public DocumentUpdate Set(string field, JsonNode? value) => Add(new(FieldVerb.Set, field, value));

    /// <inheritdoc cref="Set(string, JsonNode?)"/>
    public DocumentUpdate Set<T>(string field, T value, JsonTypeInfo<T> type) =>
        Set(field, JsonSerializer.SerializeToNode(value, type));

    /// <summary>Takes a field away; one that isn't there is no error.</summary>
    public DocumentUpdate Remove(string field) => Add(new(FieldVerb.Remove, field, null));

    /// <summary>Adds to a number, exactly; what is missing or no number counts as 0.</summary>
    public DocumentUpdate Increment(string field, decimal by) =>
        Add(new(FieldVerb.Increment, field, JsonValue.Create(by)));

    /// <summary>Adds to the end of an array those values that it has not (by the value of their JSON); what is no array becomes one.</summary>
    public DocumentUpdate ArrayUnion(string field, params IEnumerable<JsonNode?> values) =>
        Add(new(FieldVerb.ArrayUnion, field, new JsonArray([.. values.Select(v => v?.DeepClone())])));

    /// <summary>Takes the values out of an array wherever they stand; what is no array becomes an empty one.</summary>
    public DocumentUpdate ArrayRemove(string field, params IEnumerable<JsonNode?> values) =>
        Add(new(FieldVerb.ArrayRemove, field, new JsonArray([.. values.Select(v => v?.DeepClone())])));

    /// <summary>Gives a field the time of the commit: <c>2026-01-31T09:00:00.0000000Z</c>.</summary>
    public DocumentUpdate ServerTime(string field) => Add(new(FieldVerb.ServerTime, field, null));

    /// <summary>Changes when the document goes away by itself; null: it stays.</summary>
    public DocumentUpdate Expire(DateTimeOffset? at)
    {
        (ChangesExpiry, ExpiresAt) = (true, at);
        return this;
    }

    /// <summary>This one and then another, as one.</summary>
    internal DocumentUpdate Then(DocumentUpdate next)
    {
        var both = new DocumentUpdate
        {
            ChangesExpiry = ChangesExpiry || next.ChangesExpiry,
            ExpiresAt = next.ChangesExpiry ? next.ExpiresAt : ExpiresAt,
        };
        both._changes.AddRange(_changes);
        both._changes.AddRange(next._changes);
        return both;
    }

    /// <summary>The same with other changes in their places.</summary>
    internal DocumentUpdate With(IEnumerable<FieldChange> changes)
    {
        var other = new DocumentUpdate { ChangesExpiry = ChangesExpiry, ExpiresAt = ExpiresAt };
        other._changes.AddRange(changes);
        return other;
    }

    private DocumentUpdate Add(FieldChange change)
    {
        _changes.Add(change);
        return this;
    }
}

/// <summary>What is done to a field.</summary>
public enum FieldVerb
{
    /// <summary>A new value.</summary>
    Set,

    /// <summary>Away with it.</summary>
    Remove,

    /// <summary>A number is added.</summary>
    Increment,

    /// <summary>Values are added to an array that has not got them.</summary>
    ArrayUnion,

    /// <summary>Values are taken out of an array.</summary>
    ArrayRemove,

    /// <summary>The time of the commit.</summary>
    ServerTime,
}

/// <summary>One change of a <see cref="DocumentUpdate"/>.</summary>
/// <param name="Verb">What is done.</param>
/// <param name="Field">Dotted path.</param>
/// <param name="Value">The value, the number, or the array of values; null for the other verbs.</param>
public sealed record FieldChange(FieldVerb Verb, string Field, JsonNode? Value);
