using System.Text.Json.Serialization;

namespace IntegrationFunctions.Durable.History;

/// <summary>What events are called where they are written: <c>taskScheduled</c> and the like.</summary>
public static class HistoryEventTypes
{
    private static readonly Dictionary<Type, string> Names = typeof(HistoryEvent)
        .GetCustomAttributes(typeof(JsonDerivedTypeAttribute), false)
        .Cast<JsonDerivedTypeAttribute>()
        .ToDictionary(known => known.DerivedType, known => (string)known.TypeDiscriminator!);

    /// <summary>Name of an event's type.</summary>
    public static string Of(HistoryEvent e) => Names[e.GetType()];

    /// <summary>Whether there is a type of that name.</summary>
    public static bool IsKnown(string type) => Names.ContainsValue(type);
}
