using IntegrationFunctions.Platform.Documents.Sensitive;

namespace IntegrationFunctions.Platform.Documents.Indexes;

/// <summary>What can't be declared.</summary>
internal static class GroupRules
{
    /// <exception cref="ArgumentException">The message names the group, the index and what is wrong with it.</exception>
    public static void Check(DocumentGroup group)
    {
        PathRules.CheckSegment(group.Name);
        SealedFields.Check(group);
        foreach (var index in group.Indexes)
        {
            foreach (var field in index.Fields)
            {
                CheckField(group, index, field);
            }
            if (index.Fields.DistinctBy(field => field.Name).Count() < index.Fields.Count)
            {
                throw Wrong(group, index, "names a field twice");
            }
            if (index.Fields.Count(field => field.Elements) > 1)
            {
                throw Wrong(group, index, "holds the elements of two arrays; declare one index for each");
            }
        }
    }

    /// <summary>The sealed field that a field is, is part of or holds; null where there is none.</summary>
    public static string? SealedField(DocumentGroup group, string field) =>
        group.Sensitive.FirstOrDefault(declared =>
        {
            var name = SealedFields.WithoutElements(declared);
            return field == name
                || field.StartsWith($"{name}.", StringComparison.Ordinal)
                || name.StartsWith($"{field}.", StringComparison.Ordinal);
        });

    private static void CheckField(DocumentGroup group, DocumentIndex index, IndexField field)
    {
        try
        {
            FieldPath.From(field.Name);
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"The index {index} of '{group.Name}' can't be: {e.Message}", e);
        }
        if (field.Name.EndsWith("[]", StringComparison.Ordinal))
        {
            throw Wrong(group, index, "asks for the elements of elements");
        }
        if (SealedField(group, field.Name) is { } name)
        {
            throw Wrong(group, index, $"holds '{field.Name}', and '{name}' is sealed");
        }
    }

    private static ArgumentException Wrong(DocumentGroup group, DocumentIndex index, string fault) =>
        new($"The index {index} of '{group.Name}' {fault}.");
}
