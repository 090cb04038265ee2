using IntegrationFunctions.Sandbox.Worlds;

namespace IntegrationFunctions.Sandbox.Sap.Sets;

internal static class EntitySets
{
    /// <summary>The set of that name over this world's data as it is now; null where the service has none such.</summary>
    public static IEntitySet? Open(World world, EdmService service, string name) =>
        service.Sets.GetValueOrDefault(name) is not { } type
            ? null
            : name switch
            {
                "A_BusinessPartner" => new PartnerSet(world, type),
                "A_BusinessPartnerBank" => new PartnerBankSet(world, type),
                "A_OperationalAcctgDocItemCube" => new OpenItemSet(world, type),
                "A_JournalEntryItemBasic" => new JournalItemSet(world, type),
                _ => null,
            };
}
