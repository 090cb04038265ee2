using static IntegrationFunctions.Tests.Unit.Mapping.Suggestions.LabelledSet;

namespace IntegrationFunctions.Tests.Unit.Mapping.Suggestions;

/// <summary>Sets that were labelled before anything was run on them, and that nothing was tuned for: they say how it goes with a source that nobody thought of.</summary>
internal static class HeldOutSets
{
    public static LabelledSet OdooPartners { get; } =
        new(
            "res.partner",
            "business-partner",
            i =>
                $$"""
                    {
                      "id": {{40 + i}},
                      "name": "Garage {{i}}",
                      "display_name": "Garage {{i}}",
                      "is_company": true,
                      "customer_rank": {{i % 3}},
                      "supplier_rank": {{(i + 1) % 2}},
                      "street": "{{i}} rue Haute",
                      "street2": {{(i % 4 == 0 ? "\"Porte 3\"" : "null")}},
                      "zip": "{{1000 + i}}",
                      "city": "{{Pick(i, "Namur", "Mons", "Gand")}}",
                      "country_code": "{{Pick(i, "BE", "FR", "LU")}}",
                      "vat": "BE0477472{{100 + i}}",
                      "company_registry": "0477.472.{{100 + i}}",
                      "email": "info{{i}}@example.be",
                      "phone": "+32 81 00 00 {{10 + i}}",
                      "mobile": null,
                      "website": "https://garage{{i}}.example",
                      "lang": "fr_BE",
                      "active": true,
                      "credit_limit": {{Amount(i)}},
                      "comment": "",
                      "create_date": "{{Day(i % 4)}} 08:00:00",
                      "write_date": "{{Day(i)}} 09:30:00" }
                    """,
            """
            id: id
            name: name | display_name
            isCustomer: customer_rank
            isSupplier: supplier_rank
            vatId: vat
            registrationId: company_registry
            email: email
            phone: phone
            website: website
            address.street: street
            address.street2: street2
            address.postalCode: zip
            address.city: city
            address.country: country_code
            changedOn: write_date
            """
        );

    public static LabelledSet QuickBooks { get; } =
        new(
            "Invoice",
            "invoice",
            i =>
                $$"""
                    {
                      "Id": "{{130 + i}}",
                      "SyncToken": "0",
                      "DocNumber": "{{1037 + i}}",
                      "TxnDate": "{{Day(i)}}",
                      "DueDate": "{{Day(i + 3)}}",
                      "CurrencyRef": {
                      "value": "USD",
                      "name": "United States Dollar" },
                      "CustomerRef": {
                      "value": "{{24 + (i % 5)}}",
                      "name": "Sonnenschein {{i % 5}}" },
                      "PrivateNote": "",
                      "CustomerMemo": {
                      "value": "Thank you for order {{i}}" },
                      "TxnTaxDetail": {
                      "TotalTax": {{Amount(i / 8)}} },
                      "TotalAmt": {{Amount(i)}},
                      "Balance": {{Amount(i / 2)}},
                      "PrintStatus": "NeedToPrint",
                      "EmailStatus": "NotSet",
                      "BillEmail": {
                      "Address": "familiystore{{i % 5}}@example.com" },
                      "MetaData": {
                      "CreateTime": "{{Day(i)}}T15:16:17-07:00",
                      "LastUpdatedTime": "{{Day(i)}}T16:16:17-07:00" },
                      "Line": [ {
                      "Id": "1",
                      "LineNum": 1,
                      "Description": "Rock fountain {{i}}",
                      "Amount": {{Amount(i)}},
                      "SalesItemLineDetail": {
                      "ItemRef": {
                      "value": "{{5 + (i % 3)}}",
                      "name": "Rock Fountain" },
                      "UnitPrice": {{Amount(i)}},
                      "Qty": {{1 + (i % 2)}},
                      "TaxCodeRef": {
                      "value": "TAX" } } } ] }
                    """,
            """
            id: Id
            kind: =receivable
            number: DocNumber
            partnerId: CustomerRef.value
            partnerName: CustomerRef.name
            amount: Balance
            currency: CurrencyRef.value
            taxTotal: TxnTaxDetail.TotalTax
            grossTotal: TotalAmt
            issuedOn: TxnDate
            dueOn: DueDate
            ?text: CustomerMemo.value | PrivateNote
            changedOn: MetaData.LastUpdatedTime
            lines: Line
            lines.number: LineNum
            lines.description: Description
            lines.netAmount: Amount
            lines.itemId: SalesItemLineDetail.ItemRef.value
            lines.unitPrice: SalesItemLineDetail.UnitPrice
            lines.quantity: SalesItemLineDetail.Qty
            lines.taxCode: SalesItemLineDetail.TaxCodeRef.value
            """
        );

    public static LabelledSet BankSheet { get; } =
        new(
            "relevé bancaire",
            "bank-transaction",
            i =>
                $$"""
                    {
                      "Référence": "OP{{90000 + i}}",
                      "Compte": "00012345678",
                      "Date opération": "{{Day(i, "dd/MM/yyyy")}}",
                      "Date de valeur": "{{Day(i, "dd/MM/yyyy")}}",
                      "Libellé": "VIR SEPA LOYER {{i}}",
                      "Montant": "{{(i % 2 == 0 ? "-" : "")}}{{10 + i}},90",
                      "Devise": "EUR",
                      "Contrepartie": "Agence {{i % 5}}",
                      "IBAN contrepartie": "{{Iban(i)}}",
                      "BIC": "COBADEFFXXX",
                      "Type d'opération": "{{Pick(i, "VIR", "PRLV", "CB")}}" }
                    """,
            """
            id: Référence
            bankAccountId: Compte
            amount: Montant
            currency: Devise
            bookedOn: Date opération
            valueDate: Date de valeur
            counterpartyName: Contrepartie
            counterpartyIban: IBAN contrepartie
            counterpartyBic: BIC
            remittanceText: Libellé
            ?bankTransactionCode: Type d'opération
            ?bankReference: Référence
            """
        );
}
