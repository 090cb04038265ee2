using static IntegrationFunctions.Tests.Unit.Mapping.Suggestions.LabelledSet;

namespace IntegrationFunctions.Tests.Unit.Mapping.Suggestions;

/// <summary>
/// Sets that were labelled before anything was run on them: they say how it goes with a source that nobody thought of. After the first three had
/// been seen, the comparison of names and a few general words (transaction, time) were changed; ZohoBills and BusinessOnePartners came after that,
/// and nothing was changed for them.
/// </summary>
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

    public static LabelledSet ZohoBills { get; } =
        new(
            "bills",
            "invoice",
            i =>
                $$"""
                    {
                      "bill_id": "46000000005{{1000 + i}}",
                      "vendor_id": "46000000001{{100 + (i % 5)}}",
                      "vendor_name": "Bowman {{i % 5}}",
                      "bill_number": "BL-{{5300 + i}}",
                      "reference_number": "{{Pick(i, "", "PO-77")}}",
                      "date": "{{Day(i)}}",
                      "due_date": "{{Day(i + 3)}}",
                      "status": "{{Pick(i, "open", "paid", "draft")}}",
                      "currency_id": "46000000000{{Pick(i, "097", "099")}}",
                      "currency_code": "{{Pick(i, "EUR", "GBP")}}",
                      "sub_total": {{Amount(i)}},
                      "tax_total": {{Amount(i / 5)}},
                      "total": {{Amount(i + 1)}},
                      "balance": {{Amount(i)}},
                      "notes": "",
                      "is_item_level_tax_calc": false,
                      "created_time": "{{Day(i % 3)}}T12:00:00+0100",
                      "last_modified_time": "{{Day(i)}}T12:00:00+0100",
                      "line_items": [
                        {
                          "line_item_id": "46000000005{{2000 + i}}",
                          "item_id": "46000000002{{i % 4}}",
                          "name": "Printing",
                          "description": "Flyers, batch {{i}}",
                          "account_id": "46000000003{{i % 2}}",
                          "account_name": "Advertising",
                          "quantity": {{1 + (i % 3)}},
                          "rate": {{Amount(i)}},
                          "unit": "pcs",
                          "tax_id": "4600000000420",
                          "tax_percentage": 20,
                          "item_total": {{Amount(i)}},
                          "item_order": {{i % 2}}
                        }
                      ]
                    }
                    """,
            """
            id: bill_id
            kind: =payable
            number: bill_number
            partnerId: vendor_id
            partnerName: vendor_name
            amount: balance
            currency: currency_code
            netTotal: sub_total
            taxTotal: tax_total
            grossTotal: total
            issuedOn: date
            dueOn: due_date
            status: status
            ?text: notes
            ?paymentReference: reference_number
            changedOn: last_modified_time
            lines: line_items
            ?lines.number: item_order | line_item_id
            lines.itemId: item_id
            lines.description: description | name
            lines.quantity: quantity
            lines.unit: unit
            lines.unitPrice: rate
            lines.netAmount: item_total
            lines.taxCode: tax_id
            lines.taxRate: tax_percentage
            lines.account: account_id
            """
        );

    public static LabelledSet BusinessOnePartners { get; } =
        new(
            "OCRD",
            "business-partner",
            i =>
                $$"""
                    {
                      "CardCode": "{{Pick(i, "C", "V")}}{{20000 + i}}",
                      "CardName": "Imprimerie {{i}}",
                      "CardType": "{{Pick(i, "C", "S")}}",
                      "GroupCode": {{100 + (i % 2)}},
                      "Address": "{{i}} quai Sud",
                      "ZipCode": "{{33000 + i}}",
                      "City": "{{Pick(i, "Bordeaux", "Nantes")}}",
                      "County": "",
                      "Country": "{{Pick(i, "FR", "ES")}}",
                      "Phone1": "05 56 00 00 {{10 + i}}",
                      "Phone2": "",
                      "Cellular": "",
                      "E_Mail": "post{{i}}@example.fr",
                      "IntrntSite": "www.imprimerie{{i}}.example",
                      "LicTradNum": "FR{{40303265045 + i}}",
                      "AddID": "",
                      "Currency": "EUR",
                      "LangCode": 22,
                      "validFor": "Y",
                      "frozenFor": "{{Pick(i, "N", "N", "Y")}}",
                      "DebPayAcct": "{{Pick(i, "411000", "401000")}}",
                      "Balance": {{Amount(i)}},
                      "CreateDate": "{{Day(i % 3)}}T00:00:00",
                      "UpdateDate": "{{Day(i)}}T00:00:00"
                    }
                    """,
            """
            id: CardCode
            name: CardName
            isCustomer: CardType
            isSupplier: CardType
            vatId: LicTradNum
            phone: Phone1
            email: E_Mail
            website: IntrntSite
            currency: Currency
            blocked: frozenFor
            address.street: Address
            address.postalCode: ZipCode
            address.city: City
            ?address.region: County
            address.country: Country
            ?registrationId: AddID
            ?receivablesAccount: DebPayAcct
            ?payablesAccount: DebPayAcct
            changedOn: UpdateDate
            """
        );
}
