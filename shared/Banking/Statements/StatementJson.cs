using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Banking.Statements;

/// <summary>
/// The JSON form of statement files, for the command line and the API alike: amounts are strings with the digits of the file, dates are ISO
/// 8601, what is not there is null. Written straight to the output, without a copy in memory.
/// </summary>
public static class StatementJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Flushed in pieces of this size, so that a big statement doesn't sit in the buffer as a whole.
    private const int FlushAt = 1 << 16;

    /// <summary>Writes one JSON object, UTF-8, without indentation.</summary>
    public static void Write(Stream output, StatementFile file)
    {
        using var json = new Utf8JsonWriter(output, Options);
        Write(json, file);
    }

    /// <summary>Writes <c>{"error":{"code","message"}}</c>.</summary>
    public static void WriteError(Stream output, IntegrationError error)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("code", error.Code);
        json.WriteString("message", error.Message);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes one JSON object to a writer that the caller owns.</summary>
    public static void Write(Utf8JsonWriter json, StatementFile file)
    {
        json.WriteStartObject();
        json.WriteString("format", file.Format);
        json.WriteString("messageId", file.MessageId);
        Instant(json, "createdAt", file.CreatedAt);
        json.WriteStartArray("statements");
        foreach (var statement in file.Statements)
            Statement(json, statement);
        json.WriteEndArray();
        json.WriteStartArray("deviations");
        foreach (var deviation in file.Deviations)
        {
            json.WriteStartObject();
            json.WriteString("path", deviation.Path);
            json.WriteString("code", deviation.Code);
            json.WriteString("message", deviation.Message);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
    }

    private static void Statement(Utf8JsonWriter json, BankStatement statement)
    {
        json.WriteStartObject();
        json.WriteString("id", statement.Id);
        json.WriteString("sequenceNumber", statement.SequenceNumber);
        Instant(json, "createdAt", statement.CreatedAt);
        Instant(json, "from", statement.From);
        Instant(json, "to", statement.To);
        Account(json, statement.Account);
        json.WritePropertyName("opening");
        Balance(json, statement.Opening);
        json.WritePropertyName("closing");
        Balance(json, statement.Closing);
        json.WriteStartArray("balances");
        foreach (var balance in statement.Balances)
            Balance(json, balance);
        json.WriteEndArray();
        json.WriteStartArray("entries");
        foreach (var entry in statement.Entries)
        {
            Entry(json, entry);
            if (json.BytesPending > FlushAt)
                json.Flush();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Account(Utf8JsonWriter json, StatementAccount account)
    {
        json.WriteStartObject("account");
        json.WriteString("id", account.Id);
        json.WriteBoolean("isIban", account.IsIban);
        if (account.IsIban)
            json.WriteString("iban", account.Id);
        json.WriteString("currency", account.Currency);
        json.WriteString("name", account.Name);
        json.WriteString("owner", account.Owner);
        json.WriteString("bic", account.ServicerBic);
        json.WriteEndObject();
    }

    private static void Balance(Utf8JsonWriter json, Balance? balance)
    {
        if (balance is null)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        json.WriteString("type", balance.Type);
        Amount(json, balance.Amount);
        json.WriteString("currency", balance.Currency);
        Day(json, "date", balance.Date);
        json.WriteEndObject();
    }

    private static void Entry(Utf8JsonWriter json, StatementEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("reference", entry.Reference);
        Amount(json, entry.Amount);
        json.WriteString("currency", entry.Currency);
        json.WriteString("direction", entry.Direction == Direction.Credit ? "credit" : "debit");
        json.WriteBoolean("isReversal", entry.IsReversal);
        json.WriteString("status", entry.Status);
        Day(json, "bookedOn", entry.BookedOn);
        Day(json, "valueOn", entry.ValueOn);
        json.WriteString("servicerReference", entry.ServicerReference);
        json.WriteString("transactionCode", entry.TransactionCode);
        json.WriteString("additionalInformation", entry.AdditionalInformation);
        json.WriteStartArray("details");
        foreach (var detail in entry.Details)
            Detail(json, detail);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Detail(Utf8JsonWriter json, EntryDetail detail)
    {
        json.WriteStartObject();
        Amount(json, detail.Amount);
        json.WriteString("currency", detail.Currency);
        json.WriteString("endToEndId", detail.EndToEndId);
        json.WriteString("mandateId", detail.MandateId);
        json.WriteString("transactionId", detail.TransactionId);
        json.WriteString("uetr", detail.Uetr);
        json.WriteString("servicerReference", detail.ServicerReference);
        if (detail.Counterparty is { } counterparty)
        {
            json.WriteStartObject("counterparty");
            json.WriteString("name", counterparty.Name);
            json.WriteString("account", counterparty.Account);
            json.WriteBoolean("accountIsIban", counterparty.AccountIsIban);
            json.WriteString("bic", counterparty.Bic);
            json.WriteEndObject();
        }
        else
            json.WriteNull("counterparty");
        json.WriteStartArray("remittance");
        foreach (var line in detail.Remittance)
            json.WriteStringValue(line);
        json.WriteEndArray();
        json.WriteString("creditorReference", detail.CreditorReference);
        json.WriteString("returnReason", detail.ReturnReason);
        json.WriteEndObject();
    }

    private static void Amount(Utf8JsonWriter json, decimal? amount)
    {
        // 29 digits, a point, a sign and a leading zero.
        Span<char> text = stackalloc char[32];
        if (amount is not { } value)
            json.WriteNull("amount");
        else if (value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture))
            json.WriteString("amount", text[..length]);
    }

    private static void Day(Utf8JsonWriter json, string name, DateOnly? day)
    {
        if (day is { } value)
            json.WriteString(name, value.ToString("O", CultureInfo.InvariantCulture));
        else
            json.WriteNull(name);
    }

    private static void Instant(Utf8JsonWriter json, string name, DateTimeOffset? instant)
    {
        if (instant is { } value)
            json.WriteString(name, value);
        else
            json.WriteNull(name);
    }
}
