namespace IntegrationFunctions.Sandbox.Worlds;

/// <summary>Neutral words that names are made of. The longest name must stay within the 40 characters of an SAP name field.</summary>
internal static class WordLists
{
    public static readonly string[] German =
    [
        "Nordlicht",
        "Talwind",
        "Bergquell",
        "Flussufer",
        "Morgentau",
        "Steinbach",
        "Seeblick",
        "Waldrand",
        "Himmelblau",
        "Kornfeld",
        "Lindenhof",
        "Kiesweg",
        "Sandbank",
        "Sternwarte",
        "Regenbogen",
        "Windrose",
    ];

    public static readonly string[] GermanTrades =
    [
        "Logistik",
        "Maschinen",
        "Textil",
        "Elektro",
        "Papier",
        "Metallbau",
        "Verpackung",
        "Werkzeuge",
        "Beratung",
        "Druck",
        "Anlagen",
        "Technik",
        "Handel",
        "Keramik",
        "Optik",
        "Energie",
    ];

    public static readonly string[] GermanForms = ["GmbH", "AG", "KG", "eG"];

    public static readonly string[] French =
    [
        "Horizon",
        "Riviere",
        "Vallon",
        "Clairiere",
        "Lavande",
        "Galet",
        "Prairie",
        "Source",
        "Azur",
        "Falaise",
        "Colline",
        "Estuaire",
        "Verger",
        "Cascade",
        "Aurore",
        "Boussole",
    ];

    public static readonly string[] FrenchTrades =
    [
        "Logistique",
        "Machines",
        "Textile",
        "Electro",
        "Papier",
        "Metal",
        "Emballage",
        "Outillage",
        "Conseil",
        "Imprimerie",
        "Services",
        "Technique",
        "Negoce",
        "Ceramique",
        "Optique",
        "Energie",
    ];

    public static readonly string[] FrenchForms = ["SARL", "SA", "SAS", "SNC"];
}
