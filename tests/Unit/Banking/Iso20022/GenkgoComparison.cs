using System.Globalization;
using System.Text.Json;
using IntegrationFunctions.Banking;
using IntegrationFunctions.Banking.Statements;

namespace IntegrationFunctions.Tests.Unit.Banking.Iso20022;

/// <summary>Holds a statement file against the object dump of another library: values, not shape. The dump leaves out what it has shown before.</summary>
internal sealed class GenkgoComparison(string name)
{
    public void Compare(JsonElement message, StatementFile file)
    {
        var header = message.GetProperty("getGroupHeader");
        Same("message id", Text(header, "getMessageId"), file.MessageId);
        Same("created", Instant(header.GetProperty("getCreatedOn")), file.CreatedAt);
        // Of several statements the dump shows the last one only.
        var records = All(message, @"\Report", @"\Statement", @"\Notification");
        var statements = records
            .Select(record => file.Statements.Single(statement => statement.Id == Text(record, "getId")))
            .ToArray();
        foreach (var (record, statement) in records.Zip(statements))
            Record(record, statement);
        var entries = statements.SelectMany(statement => statement.Entries).ToArray();
        var expected = All(message, @"\Entry");
        Same("entries", expected.Count, entries.Length);
        foreach (var (one, entry) in expected.Zip(entries))
            Entry(one, entry, statements[0].Account.Id);
    }

    private void Record(JsonElement record, BankStatement statement)
    {
        Same("statement id", Text(record, "getId"), statement.Id);
        Same(
            "sequence",
            Text(record, "getElectronicSequenceNumber") ?? Text(record, "getLegalSequenceNumber"),
            statement.SequenceNumber
        );
        Same("statement created", Instant(record.GetProperty("getCreatedOn")), statement.CreatedAt);
        Same("from", Instant(record.GetProperty("getFromDate")), statement.From);
        Same("to", Instant(record.GetProperty("getToDate")), statement.To);
        var account = record.GetProperty("getAccount");
        Same("account", Text(account, "getIdentification"), statement.Account.Id);
        Same(
            "is iban",
            Text(account, "__CLASS__")!.EndsWith(@"\IbanAccount", StringComparison.Ordinal),
            statement.Account.IsIban
        );
        if (account.TryGetProperty("getName", out var accountName))
            Same("account name", accountName.GetString(), statement.Account.Name);
        var balances = All(record, @"\Balance");
        Same("balances", balances.Count, statement.Balances.Count);
        foreach (var (expected, balance) in balances.Zip(statement.Balances))
        {
            Same("balance", Money(expected.GetProperty("getAmount")), (balance.Amount, balance.Currency));
            Same("balance date", Day(expected.GetProperty("getDate")), balance.Date);
            string[] codes = Text(expected, "getType") switch
            {
                "opening" => ["OPBD", "PRCD"],
                "closing" => ["CLBD"],
                "opening_available" => ["OPAV"],
                "closing_available" => ["CLAV"],
                "forward_available" => ["FWAV"],
                "information" => ["INFO"],
                "interim" => ["ITBD"],
                "interim_available" => ["ITAV"],
                "expected_credit" => ["XPCD"],
                var other => throw new InvalidOperationException($"{name}: unknown balance type {other}"),
            };
            Assert.Contains(balance.Type, codes);
        }
    }

    private void Entry(JsonElement expected, StatementEntry entry, string account)
    {
        Same("amount", Money(expected.GetProperty("getAmount")), (entry.SignedAmount, entry.Currency));
        Same(
            "direction",
            Text(expected, "getCreditDebitIndicator"),
            entry.Direction == Direction.Credit ? "CRDT" : "DBIT"
        );
        Same("reversal", expected.GetProperty("getReversalIndicator").GetBoolean(), entry.IsReversal);
        Same("status", Text(expected, "getStatus"), entry.Status);
        Same("booked", Day(expected.GetProperty("getBookingDate")), entry.BookedOn);
        Same("value", Day(expected.GetProperty("getValueDate")), entry.ValueOn);
        Same("reference", Text(expected, "getReference"), entry.Reference);
        Same("servicer reference", Text(expected, "getAccountServicerReference"), entry.ServicerReference);
        Same("information", Text(expected, "getAdditionalInfo"), entry.AdditionalInformation);
        if (Code(expected.GetProperty("getBankTransactionCode")) is { } code)
            Same("code", code, entry.TransactionCode);
        var details = All(expected, @"\EntryTransactionDetail");
        Same("details", details.Count, entry.Details.Count);
        foreach (var (one, detail) in details.Zip(entry.Details))
            Detail(one, detail, entry, account);
    }

    private void Detail(JsonElement expected, EntryDetail detail, StatementEntry entry, string account)
    {
        var money = Money(expected.GetProperty("getAmount")) ?? Money(expected.GetProperty("getAmountDetails"));
        if (money is var (amount, currency))
            Same("detail amount", (Math.Abs(amount), currency), (detail.Amount!.Value, detail.Currency!));
        var references = expected.GetProperty("getReference");
        if (references.ValueKind == JsonValueKind.Object)
        {
            var endToEndId = Text(references, "getEndToEndId");
            Same("end to end", endToEndId == "NOTPROVIDED" ? null : endToEndId, detail.EndToEndId);
            Same("mandate", Text(references, "getMandateId"), detail.MandateId);
            Same("transaction", Text(references, "getTransactionId"), detail.TransactionId);
            Same("uetr", Text(references, "getUuidEndToEndReference"), detail.Uetr);
            Same("detail reference", Text(references, "getAccountServicerReference"), detail.ServicerReference);
        }
        var direction =
            Text(expected, "getCreditDebitIndicator") ?? (entry.Direction == Direction.Credit ? "CRDT" : "DBIT");
        Counterparty(expected, detail, direction == "CRDT", account);
        var lines = All(expected, @"\UnstructuredRemittanceInformation").Select(line => Text(line, "getMessage"));
        Assert.True(lines.Where(line => line is not null).SequenceEqual(detail.Remittance), $"{name}: remittance");
        var reference = All(expected, @"\CreditorReferenceInformation")
            .Select(one => Text(one, "getRef"))
            .FirstOrDefault();
        Same("creditor reference", reference, detail.CreditorReference);
    }

    // Some samples name the holder of the account as the other side; the counterparty is then whoever else is named.
    private void Counterparty(JsonElement expected, EntryDetail detail, bool isDebtor, string account)
    {
        var parties = All(expected, @"\RelatedParty")
            .Select(party =>
                (Type: Text(party.GetProperty("getRelatedPartyType"), "__CLASS__")!.Split('\\')[^1], Party: party)
            )
            .OrderBy(party => Account(party.Party) == account)
            .ToArray();
        if (parties.Length > 0 && Account(parties[0].Party) != account)
            parties = [.. parties.Where(party => Account(party.Party) != account)];
        var order = isDebtor
            ? new[] { "Debtor", "UltimateDebtor", "Creditor" }
            : ["Creditor", "UltimateCreditor", "Debtor"];
        var party = order.SelectMany(type => parties.Where(one => one.Type == type)).FirstOrDefault();
        if (party.Type is null)
        {
            Same("counterparty name", null, detail.Counterparty?.Name);
            return;
        }
        Same(
            "counterparty name",
            Text(party.Party.GetProperty("getRelatedPartyType"), "getName"),
            detail.Counterparty?.Name
        );
        if (Account(party.Party) is { } number)
            Same("counterparty account", number, detail.Counterparty?.Account);
        var agent = All(expected, isDebtor ? @"\DebtorAgent" : @"\CreditorAgent")
            .Select(one => Text(one, "getBIC"))
            .FirstOrDefault();
        if (agent is not null && party.Type.EndsWith(isDebtor ? "Debtor" : "Creditor", StringComparison.Ordinal))
            Same("counterparty bank", agent, detail.Counterparty?.Bic);
    }

    private static string? Account(JsonElement party) =>
        party.GetProperty("getAccount") is { ValueKind: JsonValueKind.Object } account
            ? Text(account, "getIdentification")
            : null;

    private static string? Code(JsonElement code)
    {
        if (code.ValueKind != JsonValueKind.Object)
            return null;
        if (code.GetProperty("getDomain") is { ValueKind: JsonValueKind.Object } domain)
        {
            var family = domain.GetProperty("getFamily");
            return $"{Text(domain, "getCode")}-{Text(family, "getCode")}-{Text(family, "getSubFamilyCode")}";
        }
        return code.GetProperty("getProprietary") is { ValueKind: JsonValueKind.Object } own
            ? Text(own, "getCode")
            : null;
    }

    private static (decimal Amount, string Currency)? Money(JsonElement money)
    {
        if (money.ValueKind != JsonValueKind.Object)
            return null;
        var currency = Text(money.GetProperty("getCurrency"), "getCode")!;
        var amount = decimal.Parse(Text(money, "getAmount")!, CultureInfo.InvariantCulture);
        for (var digits = CurrencyDigits.Of(currency); digits > 0; digits--)
            amount /= 10;
        return (amount, currency);
    }

    private static DateTimeOffset? Instant(JsonElement date) =>
        date.ValueKind == JsonValueKind.Object
            ? DateTimeOffset.Parse(Text(date, "0")!, CultureInfo.InvariantCulture)
            : null;

    private static DateOnly? Day(JsonElement date) =>
        Instant(date) is { } instant ? DateOnly.FromDateTime(instant.UtcDateTime) : null;

    // The other library has empty texts where there are none.
    private static string? Text(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
            ? text.Trim()
            : null;

    private static List<JsonElement> All(JsonElement element, params string[] classes)
    {
        var found = new List<JsonElement>();
        Collect(element);
        return found;

        void Collect(JsonElement at)
        {
            if (at.ValueKind == JsonValueKind.Array)
            {
                foreach (var item in at.EnumerateArray())
                    Collect(item);
            }
            if (at.ValueKind != JsonValueKind.Object)
                return;
            if (Text(at, "__CLASS__") is { } type && classes.Any(one => type.EndsWith(one, StringComparison.Ordinal)))
                found.Add(at);
            foreach (var property in at.EnumerateObject())
                Collect(property.Value);
        }
    }

    private void Same<T>(string what, T expected, T actual) =>
        Assert.True(Equals(expected, actual), $"{name}: {what} is {actual}, expected {expected}.");
}
