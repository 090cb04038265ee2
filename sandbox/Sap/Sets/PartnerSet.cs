using System.Globalization;
using IntegrationFunctions.Sandbox.Worlds;

namespace IntegrationFunctions.Sandbox.Sap.Sets;

/// <summary>A_BusinessPartner.</summary>
internal sealed class PartnerSet(World world, EdmType type) : IEntitySet
{
    public EdmType Type => type;

    public int Count => world.Definition.Partners;

    public IReadOnlyList<string> Ascending { get; } = ["BusinessPartner"];

    public IEntityRow Row(int index) =>
        new PartnerRow(world.Partner(index), world.PartnerChanges.GetValueOrDefault(index));

    public int Find(IReadOnlyDictionary<string, string> key) =>
        BasePartner.IndexOf(key["BusinessPartner"], world.Definition);

    public Range Navigate(string navigation, int index) => index..(index + 1);
}

internal sealed class PartnerRow(BasePartner partner, PartnerChange? change) : IEntityRow
{
    public string Name => change?.Name ?? partner.Name;

    public string ETag => $"W/\"'{Tag}'\"";

    // User, time and a running number, so that two changes within a second differ.
    private string Tag =>
        string.Create(CultureInfo.InvariantCulture, $"{ChangedBy}{ChangedAt:yyyyMMddHHmmss}{change?.Version ?? 0:D3}");

    private string ChangedBy => change?.ChangedBy ?? "SETUP";

    private DateTime ChangedAt => change?.ChangedAt ?? Midnight(partner.CreatedOn).AddHours(9);

    public object? this[string property] =>
        property switch
        {
            "BusinessPartner" => partner.Number,
            "Customer" => partner.IsSupplier ? "" : partner.Number,
            "Supplier" => partner.IsSupplier ? partner.Number : "",
            "BusinessPartnerCategory" => "2",
            "BusinessPartnerFullName" or "OrganizationBPName1" => Name,
            "CorrespondenceLanguage" => change?.Language ?? partner.Language,
            "CreationDate" => Midnight(partner.CreatedOn),
            "LastChangeDate" => ChangedAt.Date,
            "LastChangeTime" => new TimeSpan(ChangedAt.Hour, ChangedAt.Minute, ChangedAt.Second),
            "LastChangedByUser" => ChangedBy,
            "SearchTerm1" => change?.SearchTerm ?? partner.SearchTerm,
            "BusinessPartnerIsBlocked" => change?.Blocked ?? false,
            "ETag" => Tag,
            _ => throw new ArgumentOutOfRangeException(nameof(property), property, "Not a property of the metadata."),
        };

    public static DateTime Midnight(DateOnly date) => date.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
}
