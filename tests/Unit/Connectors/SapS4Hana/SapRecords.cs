using System.Text.Json.Nodes;

namespace IntegrationFunctions.Tests.Unit.Connectors.SapS4Hana;

/// <summary>Records as the gateway writes them (JSON verbose).</summary>
internal static class SapRecords
{
    public static JsonObject Partner() =>
        Parse(
            """
            {
              "__metadata": {
                "id": "https://erp.example/sap/opu/odata/sap/API_BUSINESS_PARTNER/A_BusinessPartner('1000012')",
                "uri": "https://erp.example/sap/opu/odata/sap/API_BUSINESS_PARTNER/A_BusinessPartner('1000012')",
                "type": "API_BUSINESS_PARTNER.A_BusinessPartnerType",
                "etag": "W/\"'SETUP20261101090000000'\""
              },
              "BusinessPartner": "1000012",
              "Customer": "",
              "Supplier": "1000012",
              "BusinessPartnerCategory": "2",
              "BusinessPartnerFullName": "Nordlicht Logistik GmbH 0042",
              "OrganizationBPName1": "Nordlicht Logistik GmbH 0042",
              "CorrespondenceLanguage": "DE",
              "BusinessPartnerIsBlocked": false,
              "LastChangeDate": "/Date(1507075200000)/",
              "LastChangeTime": "PT14H06M40S",
              "NetWeight": 1.2300,
              "to_Customer": { "__deferred": { "uri": "https://erp.example/x" } },
              "to_BusinessPartnerBank": {
                "results": [
                  {
                    "__metadata": { "uri": "https://erp.example/y" },
                    "BusinessPartner": "1000012",
                    "BankIdentification": "0001",
                    "IBAN": "DE89 3704 0044 0532 0130 00",
                    "SWIFTCode": "COBADEFFXXX",
                    "BankAccountHolderName": "Nordlicht Logistik GmbH 0042"
                  },
                  { "BusinessPartner": "1000012", "BankIdentification": "0002", "IBAN": "", "BankAccount": "4711" }
                ]
              }
            }
            """
        );

    public static JsonObject OpenItem(string type = "K", string amount = "-1190.00") =>
        Parse(
            $$"""
            {
              "__metadata": { "uri": "https://erp.example/z" },
              "CompanyCode": "1010",
              "FiscalYear": "2026",
              "AccountingDocument": "1900000001",
              "AccountingDocumentItem": "1",
              "FinancialAccountType": "{{type}}",
              "Customer": "{{(type == "D" ? "1000001" : "")}}",
              "CustomerName": "{{(type == "D" ? "Seeblick Handel AG" : "")}}",
              "Supplier": "{{(type == "K" ? "1000012" : "")}}",
              "SupplierName": "{{(type == "K" ? "Nordlicht Logistik GmbH 0042" : "")}}",
              "AmountInTransactionCurrency": "{{amount}}",
              "TransactionCurrency": "EUR",
              "DocumentDate": "/Date(1793577600000)/",
              "NetDueDate": "/Date(1796169600000)/",
              "DocumentReferenceID": "RE-2026-77",
              "PaymentReference": "",
              "ClearingAccountingDocument": ""
            }
            """
        );

    public static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
