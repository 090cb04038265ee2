namespace IntegrationFunctions.Sandbox.Sap.Sets;

/// <summary>One entity. Values are string, decimal, DateTime, TimeSpan, bool or null, computed when asked for.</summary>
internal interface IEntityRow
{
    object? this[string property] { get; }

    /// <summary>The quoted entity tag, W/ included; null where the entity has none.</summary>
    string? ETag => null;
}

/// <summary>The rows of a set in their natural order, which is that of the key. An index keeps its row for good; new rows come at the end.</summary>
internal interface IEntitySet
{
    EdmType Type { get; }

    int Count { get; }

    IEntityRow Row(int index);

    /// <summary>Properties that never fall along the natural order: filters on them become ranges of the index.</summary>
    IReadOnlyList<string> Ascending { get; }

    /// <summary>The index of the entity with these key values; -1 where there is none.</summary>
    int Find(IReadOnlyDictionary<string, string> key);

    /// <summary>Index range of the entities that a navigation of one entity leads to, in the target's set.</summary>
    Range Navigate(string navigation, int index) => 0..0;
}
