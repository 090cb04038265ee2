using static IntegrationFunctions.Tests.Unit.Mapping.Suggestions.LabelledSet;

namespace IntegrationFunctions.Tests.Unit.Mapping.Suggestions;

/// <summary>Tables of Sage 100.</summary>
internal static class SageSets
{
    public static LabelledSet ThirdParties { get; } =
        new(
            "F_COMPTET",
            "business-partner",
            i =>
                $$"""
                    {
                      "CT_Num": "{{Pick(i, "CL", "FO")}}{{1000 + i}}",
                      "CT_Intitule": "Menuiserie {{i}}",
                      "CT_Type": {{i % 2}},
                      "CG_NumPrinc": "{{Pick(i, "4110000", "4010000")}}",
                      "CT_Qualite": "{{Pick(i, "SARL", "SA", "")}}",
                      "CT_Classement": "MENUISERIE {{i}}",
                      "CT_Contact": "",
                      "CT_Adresse": "{{i}} rue des Lilas",
                      "CT_Complement": "{{(i % 4 == 0 ? "Bâtiment B" : "")}}",
                      "CT_CodePostal": "{{69000 + i}}",
                      "CT_Ville": "{{Pick(i, "LYON", "PARIS", "LILLE", "BRUXELLES")}}",
                      "CT_CodeRegion": "",
                      "CT_Pays": "{{Pick(i, "FRANCE", "France", "BELGIQUE")}}",
                      "CT_Ape": "4332A",
                      "CT_Identifiant": "FR{{40303265045 + i}}",
                      "CT_Siret": "{{30326504500017 + i}}",
                      "CT_Telephone": "04 72 00 00 {{10 + i}}",
                      "CT_Telecopie": "",
                      "CT_EMail": "contact{{i}}@example.fr",
                      "CT_Site": "www.menuiserie{{i}}.example",
                      "CT_Sommeil": {{(i % 6 == 0 ? 1 : 0)}},
                      "N_Devise": 0,
                      "CT_DateCreate": "2020-01-0{{1 + (i % 9)}}T00:00:00",
                      "cbModification": "{{Day(i)}}T10:00:00",
                      "cbMarq": {{i + 1}} }
                    """,
            """
            id: CT_Num
            name: CT_Intitule
            isCustomer: CT_Type
            isSupplier: CT_Type
            blocked: CT_Sommeil
            vatId: CT_Identifiant
            registrationId: CT_Siret
            email: CT_EMail
            phone: CT_Telephone
            website: CT_Site
            ?receivablesAccount: CG_NumPrinc
            ?payablesAccount: CG_NumPrinc
            address.street: CT_Adresse
            address.street2: CT_Complement
            address.postalCode: CT_CodePostal
            address.city: CT_Ville
            ?address.region: CT_CodeRegion
            address.country: CT_Pays
            changedOn: cbModification
            """
        );

    public static LabelledSet Entries { get; } =
        new(
            "F_ECRITUREC",
            "journal-entry",
            i =>
                $$"""
                    {
                      "EC_No": {{5000 + i}},
                      "JO_Num": "{{Pick(i, "VTE", "VTE", "ACH", "BQE")}}",
                      "JM_Date": "2026-01-01T00:00:00",
                      "EC_Jour": {{1 + (i % 28)}},
                      "EC_Date": "{{Day(i)}}T00:00:00",
                      "EC_Piece": "{{200 + (i / 2)}}",
                      "EC_RefPiece": "FA{{3000 + (i / 2)}}",
                      "EC_Reference": "",
                      "CG_Num": "{{Pick(i, "4110000", "7060000", "4457100")}}",
                      "CT_Num": "{{(i % 3 == 0 ? $"CL{1000 + i}" : "")}}",
                      "EC_Intitule": "Facture FA{{3000 + (i / 2)}}",
                      "EC_Echeance": "{{Day(i + 3)}}T00:00:00",
                      "EC_Sens": {{i % 2}},
                      "EC_Montant": {{Amount(i)}},
                      "EC_Lettrage": "{{(i % 5 == 0 ? "A" : "")}}",
                      "TA_Code": "{{(i % 3 == 1 ? "C20" : "")}}",
                      "N_Devise": 0,
                      "cbModification": "{{Day(i)}}T10:00:00" }
                    """,
            """
            id: EC_No
            number: EC_Piece
            journal: JO_Num
            postingDate: EC_Date
            reference: EC_RefPiece
            text: EC_Intitule
            ?lines: CG_Num+CT_Num+EC_Lettrage+EC_Montant+EC_Sens+TA_Code
            lines.account: CG_Num
            lines.debit: EC_Montant+EC_Sens
            lines.credit: EC_Montant+EC_Sens
            ?lines.text: EC_Intitule
            lines.partnerId: CT_Num
            lines.taxCode: TA_Code
            lines.letter: EC_Lettrage
            changedOn: cbModification
            """
        );

    public static LabelledSet Articles { get; } =
        new(
            "F_ARTICLE",
            "item",
            i =>
                $$"""
                    {
                      "AR_Ref": "ART{{100 + i}}",
                      "AR_Design": "Vis inox {{i}} mm",
                      "FA_CodeFamille": "{{Pick(i, "VIS", "BOULON")}}",
                      "AR_UniteVen": {{1 + (i % 2)}},
                      "AR_PrixVen": {{Amount(i)}},
                      "AR_PrixAch": {{Amount(i / 2)}},
                      "AR_CodeBarre": "{{3760000000000 + i}}",
                      "AR_Sommeil": 0,
                      "cbModification": "{{Day(i)}}T10:00:00" }
                    """,
            """
            id: AR_Ref
            ?number: AR_Ref
            name: AR_Design
            ?unit: AR_UniteVen
            salesPrice: AR_PrixVen
            purchasePrice: AR_PrixAch
            gtin: AR_CodeBarre
            changedOn: cbModification
            """
        );
}
