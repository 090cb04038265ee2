using static IntegrationFunctions.Tests.Unit.Mapping.Suggestions.LabelledSet;

namespace IntegrationFunctions.Tests.Unit.Mapping.Suggestions;

/// <summary>Objects of SAP S/4HANA as the virtual system shows them, and of its tables.</summary>
internal static class SapSets
{
    public static LabelledSet Partners { get; } =
        new(
            "A_BusinessPartner",
            "business-partner",
            i =>
                $$"""
                    {
                      "BusinessPartner": "{{1000000 + i}}",
                      "Customer": "{{(i % 3 == 0 ? "" : $"{1000000 + i}")}}",
                      "Supplier": "{{(i % 3 == 0 ? $"{1000000 + i}" : "")}}",
                      "BusinessPartnerCategory": "2",
                      "BusinessPartnerFullName": "Atelier {{i}} GmbH",
                      "CorrespondenceLanguage": "{{Pick(i, "DE", "EN", "FR")}}",
                      "CreationDate": "/Date({{Millis(i % 7)}})/",
                      "LastChangeDate": "/Date({{Millis(i)}})/",
                      "LastChangeTime": "PT09H30M00S",
                      "LastChangedByUser": "{{Pick(i, "SETUP", "OFFICE")}}",
                      "OrganizationBPName1": "Atelier {{i}} GmbH",
                      "SearchTerm1": "ATELIER{{i}}",
                      "BusinessPartnerIsBlocked": {{(i % 9 == 0 ? "true" : "false")}},
                      "ETag": "ATELIER{{i}}2026",
                      "to_BusinessPartnerBank": [ {
                      "BusinessPartner": "{{1000000 + i}}",
                      "BankIdentification": "0001",
                      "BankCountryKey": "DE",
                      "BankNumber": "37040044",
                      "SWIFTCode": "COBADEFFXXX",
                      "BankAccountHolderName": "Atelier {{i}} GmbH",
                      "IBAN": "{{Iban(i)}}" } ] }
                    """,
            """
            id: BusinessPartner
            name: BusinessPartnerFullName | OrganizationBPName1
            ?legalName: OrganizationBPName1 | BusinessPartnerFullName
            isCustomer: Customer
            isSupplier: Supplier
            language: CorrespondenceLanguage
            blocked: BusinessPartnerIsBlocked
            changedOn: LastChangeDate
            bankAccounts: to_BusinessPartnerBank
            bankAccounts.iban: IBAN
            bankAccounts.bic: SWIFTCode
            bankAccounts.holder: BankAccountHolderName
            """
        );

    public static LabelledSet OpenItems { get; } =
        new(
            "A_OperationalAcctgDocItemCube",
            "invoice",
            i =>
            {
                var isPayable = i % 2 == 0;
                return $$"""
                    {
                      "CompanyCode": "1010",
                      "FiscalYear": "2026",
                      "AccountingDocument": "{{1900000000 + i}}",
                      "AccountingDocumentItem": "001",
                      "AccountingDocumentType": "{{(isPayable ? "KR" : "DR")}}",
                      "FinancialAccountType": "{{(isPayable ? "K" : "D")}}",
                      "GLAccount": "{{(isPayable ? "21100000" : "12100000")}}",
                      "Customer": "{{(isPayable ? "" : $"{1000000 + i}")}}",
                      "CustomerName": "{{(isPayable ? "" : $"Atelier {i} GmbH")}}",
                      "Supplier": "{{(isPayable ? $"{1000000 + i}" : "")}}",
                      "SupplierName": "{{(isPayable ? $"Atelier {i} GmbH" : "")}}",
                      "DebitCreditCode": "{{(isPayable ? "H" : "S")}}",
                      "AmountInTransactionCurrency": "{{(isPayable ? "-" : "")}}{{Amount(i)}}",
                      "TransactionCurrency": "{{Pick(i, "EUR", "EUR", "USD")}}",
                      "DocumentDate": "/Date({{Millis(i)}})/",
                      "PostingDate": "/Date({{Millis(i)}})/",
                      "NetDueDate": "/Date({{Millis(i + 3)}})/",
                      "DocumentReferenceID": "RE-{{4000 + i}}",
                      "AssignmentReference": "RE-{{4000 + i}}",
                      "PaymentReference": "RF18{{539007547034 + i}}",
                      "ClearingAccountingDocument": "",
                      "ClearingDocFiscalYear": "0000",
                      "ClearingDate": null }
                    """;
            },
            """
            id: AccountingDocument
            kind: FinancialAccountType | AccountingDocumentType
            number: DocumentReferenceID
            partnerId: Customer+Supplier
            partnerName: CustomerName+SupplierName
            companyCode: CompanyCode
            amount: AmountInTransactionCurrency
            currency: TransactionCurrency
            issuedOn: DocumentDate
            dueOn: NetDueDate
            paymentReference: PaymentReference
            """
        );

    public static LabelledSet Vendors { get; } =
        new(
            "LFA1",
            "business-partner",
            i =>
                $$"""
                    {
                      "MANDT": "100",
                      "LIFNR": "{{700000 + i}}",
                      "LAND1": "{{Pick(i, "FR", "DE", "BE")}}",
                      "NAME1": "Fonderie {{i}} SA",
                      "NAME2": "",
                      "ORT01": "{{Pick(i, "Lyon", "Bonn", "Liège")}}",
                      "PSTLZ": "{{69000 + i}}",
                      "STRAS": "Rue du Port {{i}}",
                      "REGIO": "{{Pick(i, "69", "05", "LI")}}",
                      "SPRAS": "{{Pick(i, "F", "D", "E")}}",
                      "TELF1": "+33 4 72 00 00 {{10 + i}}",
                      "STCEG": "FR{{40303265045 + i}}",
                      "STCD1": "{{30326504500017 + i}}",
                      "SPERR": "{{(i % 8 == 0 ? "X" : "")}}",
                      "ERDAT": "{{Day(i % 5, "yyyyMMdd")}}",
                      "ERNAM": "BATCH",
                      "AEDAT": "{{Day(i, "yyyyMMdd")}}",
                      "KTOKK": "KRED",
                      "IBAN": "{{Iban(i)}}",
                      "SWIFT": "COBADEFFXXX",
                      "ZTERM": "Z030" }
                    """,
            """
            id: LIFNR
            name: NAME1
            ?isSupplier: =true | LIFNR
            ?isCustomer: =false
            vatId: STCEG
            registrationId: STCD1
            blocked: SPERR
            phone: TELF1
            address.street: STRAS
            address.postalCode: PSTLZ
            address.city: ORT01
            address.region: REGIO
            address.country: LAND1
            ?bankAccounts: IBAN+SWIFT
            bankAccounts.iban: IBAN
            bankAccounts.bic: SWIFT
            changedOn: AEDAT
            """
        );
}
