using static IntegrationFunctions.Tests.Unit.Mapping.Suggestions.LabelledSet;

namespace IntegrationFunctions.Tests.Unit.Mapping.Suggestions;

/// <summary>Invoices of Oracle Fusion, and as Xero, Stripe and a French spreadsheet have them.</summary>
internal static class InvoiceSets
{
    public static LabelledSet Oracle { get; } =
        new(
            "invoices",
            "invoice",
            i =>
                $$"""
                    {
                      "InvoiceId": {{300100187053000 + i}},
                      "InvoiceNumber": "INV-{{1000 + i}}",
                      "InvoiceCurrency": "{{Pick(i, "USD", "EUR")}}",
                      "PaymentCurrency": "{{Pick(i, "USD", "EUR")}}",
                      "InvoiceAmount": {{Amount(i)}},
                      "InvoiceDate": "{{Day(i)}}",
                      "BusinessUnit": "Vision Operations",
                      "Supplier": "Advanced Network {{i % 9}}",
                      "SupplierNumber": "{{1013 + (i % 9)}}",
                      "SupplierSite": "FRESNO",
                      "InvoiceType": "Standard",
                      "PaymentTerms": "Net 30",
                      "TermsDate": "{{Day(i)}}",
                      "DueDate": "{{Day(i + 3)}}",
                      "Description": "Office equipment {{i}}",
                      "AmountPaid": 0.5,
                      "PaidStatus": "{{Pick(i, "Unpaid", "Paid")}}",
                      "PurchaseOrderNumber": {{(i % 2 == 0 ? $"\"PO{100 + i}\"" : "null")}},
                      "PayAloneFlag": false,
                      "CreatedBy": "finance_user",
                      "CreationDate": "{{Day(i)}}T06:00:00+00:00",
                      "LastUpdateDate": "{{Day(i)}}T08:00:00+00:00",
                      "invoiceLines": [ {
                      "LineNumber": 1,
                      "LineAmount": {{Amount(i)}},
                      "Description": "Router {{i}}",
                      "Quantity": 2,
                      "UnitPrice": {{Amount(i / 2)}},
                      "DistributionCombination": "01-000-7699-0000-000",
                      "TaxClassification": "VAT20",
                      "Item": "AS5488{{i % 4}}",
                      "UOM": "Each" } ] }
                    """,
            """
            id: InvoiceId
            kind: =payable
            number: InvoiceNumber
            partnerId: SupplierNumber
            partnerName: Supplier
            companyCode: BusinessUnit
            amount: InvoiceAmount
            currency: InvoiceCurrency
            grossTotal: InvoiceAmount
            issuedOn: InvoiceDate
            dueOn: DueDate
            orderNumber: PurchaseOrderNumber
            text: Description
            status: PaidStatus
            changedOn: LastUpdateDate
            lines: invoiceLines
            lines.number: LineNumber
            lines.itemId: Item
            lines.description: Description
            lines.quantity: Quantity
            lines.unit: UOM
            lines.unitPrice: UnitPrice
            lines.netAmount: LineAmount
            lines.taxCode: TaxClassification
            lines.account: DistributionCombination
            """
        );

    public static LabelledSet Xero { get; } =
        new(
            "Invoices",
            "invoice",
            i =>
                $$"""
                    {
                      "Type": "{{Pick(i, "ACCREC", "ACCPAY")}}",
                      "InvoiceID": "243216c5-369e-4056-ac67-05388f86{{1000 + i}}",
                      "InvoiceNumber": "OIT00{{500 + i}}",
                      "Reference": "Ref MK{{800 + i}}",
                      "Contact": {
                      "ContactID": "025867f1-d741-4d6b-b1af-9ac774b5{{1000 + (i % 6)}}",
                      "Name": "City Agency {{i % 6}}" },
                      "DateString": "{{Day(i)}}T00:00:00",
                      "Date": "/Date({{Millis(i)}}+0000)/",
                      "DueDateString": "{{Day(i + 3)}}T00:00:00",
                      "DueDate": "/Date({{Millis(i + 3)}}+0000)/",
                      "Status": "{{Pick(i, "AUTHORISED", "PAID", "DRAFT")}}",
                      "LineAmountTypes": "Exclusive",
                      "LineItems": [ {
                      "LineItemID": "52208ff9-528a-4985-a9ad-b2b1d4210e38",
                      "Description": "Onsite project {{i}}",
                      "Quantity": {{1 + (i % 3)}}.0,
                      "UnitAmount": {{Amount(i)}},
                      "ItemCode": "SRV{{i % 3}}",
                      "TaxType": "OUTPUT2",
                      "TaxAmount": {{Amount(i / 5)}},
                      "LineAmount": {{Amount(i)}},
                      "AccountCode": "200" } ],
                      "SubTotal": {{Amount(i)}},
                      "TotalTax": {{Amount(i / 5)}},
                      "Total": {{Amount(i + 1)}},
                      "UpdatedDateUTC": "/Date({{Millis(i)}}+0000)/",
                      "CurrencyCode": "{{Pick(i, "NZD", "EUR")}}",
                      "AmountDue": {{Amount(i)}},
                      "AmountPaid": {{Amount(0)}},
                      "AmountCredited": 0.00,
                      "HasAttachments": false }
                    """,
            """
            id: InvoiceID
            kind: Type
            number: InvoiceNumber
            partnerId: Contact.ContactID
            partnerName: Contact.Name
            amount: AmountDue
            currency: CurrencyCode
            netTotal: SubTotal
            taxTotal: TotalTax
            grossTotal: Total
            issuedOn: Date | DateString
            dueOn: DueDate | DueDateString
            ?paymentReference: Reference
            status: Status
            changedOn: UpdatedDateUTC
            lines: LineItems
            ?lines.number: LineItemID
            lines.itemId: ItemCode
            lines.description: Description
            lines.quantity: Quantity
            lines.unitPrice: UnitAmount
            lines.netAmount: LineAmount
            lines.taxCode: TaxType
            lines.taxAmount: TaxAmount
            lines.account: AccountCode
            """
        );

    public static LabelledSet FrenchSheet { get; } =
        new(
            "export factures clients",
            "invoice",
            i =>
                $$"""
                    {
                      "N° facture": "FA-2026-{{1000 + i}}",
                      "Date facture": "{{Day(i, "dd/MM/yyyy")}}",
                      "Date d'échéance": "{{Day(i + 3, "dd/MM/yyyy")}}",
                      "Code client": "C{{100 + (i % 7)}}",
                      "Nom client": "Boulangerie {{i % 7}}",
                      "Montant HT": "{{1 + i}} 204,50",
                      "Montant TVA": "{{240 + i}},90",
                      "Montant TTC": "{{1 + i}} 445,40",
                      "Reste à payer": "{{(i % 2 == 0 ? "0,00" : $"{1 + i} 445,40")}}",
                      "Devise": "EUR",
                      "Statut": "{{Pick(i, "Payée", "En attente", "Annulée")}}",
                      "Libellé": "Livraison de pain {{i}}",
                      "N° commande": "BC{{700 + i}}",
                      "Mode de règlement": "Virement" }
                    """,
            """
            id: N° facture
            kind: =receivable
            number: N° facture
            partnerId: Code client
            partnerName: Nom client
            amount: Reste à payer
            currency: Devise
            netTotal: Montant HT
            taxTotal: Montant TVA
            grossTotal: Montant TTC
            issuedOn: Date facture
            dueOn: Date d'échéance
            orderNumber: N° commande
            text: Libellé
            status: Statut
            """
        );

    public static LabelledSet Stripe { get; } =
        new(
            "invoices",
            "invoice",
            i =>
                $$"""
                    {
                      "id": "in_1Mt{{1000 + i}}",
                      "object": "invoice",
                      "account_country": "FR",
                      "amount_due": {{1000 + (i * 37)}},
                      "amount_paid": 0,
                      "amount_remaining": {{1000 + (i * 37)}},
                      "created": {{1767600000 + (i * 86400)}},
                      "currency": "{{Pick(i, "eur", "usd")}}",
                      "customer": "cus_Ne{{100 + (i % 6)}}",
                      "customer_email": "pay{{i % 6}}@example.com",
                      "customer_name": "Studio {{i % 6}}",
                      "description": null,
                      "due_date": {{1769600000 + (i * 86400)}},
                      "number": "F5A-{{1000 + i}}",
                      "paid": false,
                      "status": "{{Pick(i, "open", "paid", "draft", "void")}}",
                      "livemode": false,
                      "period_start": {{1767000000 + (i * 86400)}},
                      "period_end": {{1767500000 + (i * 86400)}},
                      "subtotal": {{1000 + (i * 37)}},
                      "tax": {{200 + i}},
                      "total": {{1200 + (i * 38)}},
                      "lines": {
                      "object": "list",
                      "data": [ {
                      "id": "il_{{i}}",
                      "amount": {{1000 + (i * 37)}},
                      "currency": "eur",
                      "description": "Seats {{i}}",
                      "quantity": {{1 + (i % 4)}} } ] } }
                    """,
            """
            id: id
            kind: =receivable
            number: number
            partnerId: customer
            partnerName: customer_name
            amount: amount_remaining | amount_due
            currency: currency
            netTotal: subtotal
            taxTotal: tax
            grossTotal: total
            issuedOn: created
            dueOn: due_date
            ?text: description
            servedFrom: period_start
            servedTo: period_end
            status: status
            lines: lines.data
            lines.netAmount: amount
            lines.description: description
            lines.quantity: quantity
            ?lines.number: id
            """
        );
}
