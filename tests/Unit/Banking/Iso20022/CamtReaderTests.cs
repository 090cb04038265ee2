using System.Text;
using IntegrationFunctions.Banking.Statements;
using IntegrationFunctions.Banking.Statements.Camt;

namespace IntegrationFunctions.Tests.Unit.Banking.Iso20022;

public class CamtReaderTests
{
    [Fact]
    public void A_whole_statement_is_read_without_deviations()
    {
        var file = CamtFixture.Read(CamtFixture.Whole).Value;

        Assert.Empty(file.Deviations);
        Assert.Equal(("camt.053.001.08", "M-1"), (file.Format, file.MessageId));
        Assert.Equal(new DateTimeOffset(2026, 1, 3, 6, 0, 0, TimeSpan.FromHours(1)), file.CreatedAt);
        var statement = Assert.Single(file.Statements);
        Assert.Equal(("S-1", "7"), (statement.Id, statement.SequenceNumber));
        Assert.Equal(
            new StatementAccount("DE89370400440532013000", true, "EUR", "Giro", "Holder", "COBADEFFXXX"),
            statement.Account
        );
        Assert.Equal(new Balance("OPBD", 100.00m, "EUR", new DateOnly(2026, 1, 1)), statement.Opening);
        Assert.Equal(new Balance("CLBD", 112.50m, "EUR", new DateOnly(2026, 1, 2)), statement.Closing);
        var entry = Assert.Single(statement.Entries);
        Assert.Equal("12.50", FormattableString.Invariant($"{entry.Amount}"));
        Assert.Equal((Direction.Credit, false, "BOOK"), (entry.Direction, entry.IsReversal, entry.Status));
        Assert.Equal(
            (new DateOnly(2026, 1, 2), new DateOnly(2026, 1, 3)),
            (entry.BookedOn!.Value, entry.ValueOn!.Value)
        );
        Assert.Equal(
            ("N-1", "S-1", "PMNT-RCDT-ESCT", "Transfer"),
            (entry.Reference, entry.ServicerReference, entry.TransactionCode, entry.AdditionalInformation)
        );
        var detail = Assert.Single(entry.Details);
        Assert.Equal(
            (12.50m, "EUR", "E2E-1", "M-1", "TX-1"),
            (detail.Amount!.Value, detail.Currency, detail.EndToEndId, detail.MandateId, detail.TransactionId)
        );
        Assert.Equal("8a562c67-ca16-48ba-b074-65581be6f001", detail.Uetr);
        Assert.Equal(
            new Counterparty("Payer & Sons", "FR1420041010050500013M02606", true, "PSSTFRPPXXX"),
            detail.Counterparty
        );
        Assert.Equal(["Invoice 1", "and 2"], detail.Remittance);
        Assert.Equal("RF18539007547034", detail.CreditorReference);
    }

    [Fact]
    public void Another_prefix_makes_no_difference()
    {
        var prefixed = System
            .Text.RegularExpressions.Regex.Replace(CamtFixture.Whole, "<(/?)([A-Z])", "<$1n:$2")
            .Replace("xmlns=", "xmlns:n=", StringComparison.Ordinal);

        Assert.Equivalent(CamtFixture.Read(CamtFixture.Whole).Value, CamtFixture.Read(prefixed).Value, strict: true);
    }

    [Theory]
    [InlineData("", "missing-namespace", "camt.053")]
    [InlineData("urn:iso:std:iso:20022:tech:xsd:camt.053.001.99", "unknown-version", "camt.053.001.99")]
    [InlineData("urn:bank:camt.053.001.04", "unknown-namespace", "camt.053.001.04")]
    [InlineData("urn:iso:std:iso:20022:tech:xsd:camt.052.001.08", "wrong-message-name", "camt.053.001.08")]
    public void A_strange_namespace_is_reported_and_the_money_read(string xmlNamespace, string code, string format)
    {
        var file = CamtFixture
            .Read(CamtFixture.Whole.Replace(CamtFixture.Namespace, xmlNamespace, StringComparison.Ordinal))
            .Value;

        Assert.Equal(code, Assert.Single(file.Deviations).Code);
        Assert.Equal(format, file.Format);
        Assert.Equal(12.50m, file.Statements[0].Entries[0].Amount);
    }

    [Fact]
    public void The_latest_known_version_is_no_deviation()
    {
        Assert.Empty(
            CamtFixture
                .Read(CamtFixture.Whole.Replace("053.001.08", "053.001.14", StringComparison.Ordinal))
                .Value.Deviations
        );
    }

    [Theory]
    [InlineData("12.50", "12,50", "amount-format", "12.50")]
    [InlineData("12.50", "1.012,50", "amount-format", "1012.50")]
    [InlineData("12.50", "1'012.50", "amount-format", "1012.50")]
    [InlineData("12.50", "-12.50", "negative-amount", "12.50")]
    [InlineData("12.50", "12.505", "too-many-decimals", "12.505")]
    [InlineData("\"EUR\">12.50", "\"JPY\">12.5", "too-many-decimals", "12.5")]
    [InlineData(" Ccy=\"EUR\">12.50", ">12.50", "missing-currency", "12.50")]
    [InlineData("\"EUR\">12.50", "\"eur\">12.50", "bad-currency", "12.50")]
    public void A_legible_amount_is_never_refused(string piece, string inItsPlace, string code, string amount)
    {
        var entry = CamtFixture
            .Entry[..CamtFixture.Entry.IndexOf("<NtryDtls>", StringComparison.Ordinal)]
            .Replace(piece, inItsPlace, StringComparison.Ordinal);
        var file = CamtFixture.Read(CamtFixture.Statement(CamtFixture.Account + entry + "</Ntry>")).Value;

        Assert.Equal(code, Assert.Single(file.Deviations).Code);
        Assert.Equal(amount, FormattableString.Invariant($"{file.Statements[0].Entries[0].Amount}"));
        Assert.Equal(Direction.Credit, file.Statements[0].Entries[0].Direction);
    }

    [Theory]
    [InlineData("10.500", "10.500")]
    [InlineData("0", "0")]
    [InlineData("1000000000000.00", "1000000000000.00")]
    public void Amounts_keep_their_digits(string written, string read)
    {
        var entry = CamtFixture.ReadEntry("12.50", written).Statements[0].Entries[0];
        Assert.Equal(read, FormattableString.Invariant($"{entry.Amount}"));
    }

    [Theory]
    [InlineData("<Dt>2026-01-02+01:00</Dt>", null)]
    [InlineData("<Dt>2026-01-02Z</Dt>", null)]
    [InlineData("<DtTm>2026-01-02T23:59:59.123456789-05:00</DtTm>", null)]
    [InlineData("<DtTm>2026-01-02T24:00:00</DtTm>", null)]
    [InlineData("<Dt>20260102</Dt>", "bad-date")]
    [InlineData("<Dt>02.01.2026</Dt>", "bad-date")]
    [InlineData("2026-01-02", null)]
    public void The_booking_date_is_the_day_as_written(string date, string? code)
    {
        var file = CamtFixture.ReadEntry("<BookgDt><Dt>2026-01-02</Dt>", $"<BookgDt>{date}");

        Assert.Equal(new DateOnly(2026, 1, 2), file.Statements[0].Entries[0].BookedOn);
        Assert.Equal(code, file.Deviations.SingleOrDefault()?.Code);
    }

    [Theory]
    [InlineData("2026-02-30")]
    [InlineData("soon")]
    [InlineData("2026-13-01T00:00:00")]
    public void A_bad_date_is_left_empty_and_reported_with_path_and_line(string date)
    {
        var file = CamtFixture.ReadEntry("<BookgDt><Dt>2026-01-02", $"<BookgDt><Dt>{date}");

        Assert.Null(file.Statements[0].Entries[0].BookedOn);
        var deviation = Assert.Single(file.Deviations);
        Assert.Equal(
            ("bad-date", "Document/BkToCstmrStmt/Stmt[1]/Ntry[1]/BookgDt (line 6)"),
            (deviation.Code, deviation.Path)
        );
        Assert.Contains(date, deviation.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_elements_are_passed_over_and_reported()
    {
        var file = CamtFixture.ReadEntry(
            "<AcctSvcrRef>S-1",
            "<BankNonsense><Amt Ccy=\"EUR\">9</Amt></BankNonsense><AcctSvcrRef>S-1"
        );

        Assert.Equal(
            ("unknown-element", "Document/BkToCstmrStmt/Stmt[1]/Ntry[1]/BankNonsense (line 6)"),
            (file.Deviations[0].Code, file.Deviations[0].Path)
        );
        Assert.Single(file.Deviations);
        Assert.Equal(12.50m, file.Statements[0].Entries[0].Amount);
    }

    [Fact]
    public void The_wrong_order_is_read_and_reported()
    {
        var file = CamtFixture
            .Read(
                CamtFixture.Statement(
                    CamtFixture.Entry + CamtFixture.Closing + CamtFixture.Opening + CamtFixture.Account
                )
            )
            .Value;

        Assert.Equal(112.50m, file.Statements[0].Closing!.Amount);
        Assert.Equal(["wrong-order"], file.Deviations.Select(one => one.Code));
    }

    [Fact]
    public void Balances_that_do_not_add_up_are_reported_with_both_figures()
    {
        var file = CamtFixture.Read(CamtFixture.Whole.Replace("112.50", "112.51", StringComparison.Ordinal)).Value;

        var deviation = Assert.Single(file.Deviations);
        Assert.Equal("balance-mismatch", deviation.Code);
        Assert.Contains("112.50", deviation.Message, StringComparison.Ordinal);
        Assert.Contains("112.51", deviation.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pending_entries_do_not_count_for_the_balance()
    {
        var pending = CamtFixture.Entry.Replace("BOOK", "PDNG", StringComparison.Ordinal);
        var file = CamtFixture
            .Read(CamtFixture.Whole.Replace("</Stmt>", pending + "</Stmt>", StringComparison.Ordinal))
            .Value;

        Assert.Empty(file.Deviations);
        Assert.Equal(2, file.Statements[0].Entries.Count);
    }

    [Theory]
    [InlineData(
        "<TtlNtries><NbOfNtries>1</NbOfNtries><Sum>12.50</Sum><TtlNetNtry><Amt>12.50</Amt><CdtDbtInd>CRDT</CdtDbtInd></TtlNetNtry></TtlNtries>",
        0
    )]
    [InlineData("<TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries>", 1)]
    [InlineData("<TtlCdtNtries><NbOfNtries>1</NbOfNtries><Sum>12.49</Sum></TtlCdtNtries>", 1)]
    [InlineData("<TtlDbtNtries><NbOfNtries>0</NbOfNtries><Sum>0</Sum></TtlDbtNtries>", 0)]
    [InlineData("<TtlNtries><TtlNetNtryAmt>12.50</TtlNetNtryAmt><CdtDbtInd>DBIT</CdtDbtInd></TtlNtries>", 1)]
    public void The_bank_s_own_summary_is_checked(string totals, int mismatches)
    {
        var file = CamtFixture
            .Read(CamtFixture.Statement($"{CamtFixture.Account}<TxsSummry>{totals}</TxsSummry>{CamtFixture.Entry}"))
            .Value;

        Assert.Equal(Enumerable.Repeat("summary-mismatch", mismatches), file.Deviations.Select(one => one.Code));
    }

    [Fact]
    public void The_previous_closing_balance_opens_a_statement_without_opening_balance()
    {
        var file = CamtFixture.Read(CamtFixture.Whole.Replace("OPBD", "PRCD", StringComparison.Ordinal)).Value;

        Assert.Empty(file.Deviations);
        Assert.Equal("PRCD", file.Statements[0].Opening!.Type);
    }

    [Fact]
    public void Interim_balances_frame_a_report_of_a_part_of_a_day()
    {
        var (first, last) = (Interim("100.00", "2026-01-02T08:00:00"), Interim("112.50", "2026-01-02T12:00:00"));
        var report = CamtFixture
            .Statement(CamtFixture.Account + last + first + CamtFixture.Entry)
            .Replace("BkToCstmrStmt", "BkToCstmrAcctRpt", StringComparison.Ordinal);
        report = report
            .Replace("Stmt>", "Rpt>", StringComparison.Ordinal)
            .Replace("camt.053", "camt.052", StringComparison.Ordinal);

        var file = CamtFixture.Read(report).Value;

        Assert.Empty(file.Deviations);
        Assert.Equal((100.00m, 112.50m), (file.Statements[0].Opening!.Amount, file.Statements[0].Closing!.Amount));

        static string Interim(string amount, string at) =>
            $"<Bal><Tp><CdOrPrtry><Cd>ITBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><DtTm>{at}</DtTm></Dt></Bal>";
    }

    [Fact]
    public void Debit_balances_are_negative()
    {
        var file = CamtFixture
            .Read(
                CamtFixture.Statement(
                    CamtFixture.Account + CamtFixture.Opening.Replace("CRDT", "DBIT", StringComparison.Ordinal)
                )
            )
            .Value;
        Assert.Equal(-100.00m, file.Statements[0].Opening!.Amount);
    }

    [Fact]
    public void Wrong_check_digits_are_warned_about_and_kept()
    {
        var file = CamtFixture.ReadEntry("FR1420041010050500013M02606", "FR1420041010050500013M02607");

        Assert.Equal("iban-check", Assert.Single(file.Deviations).Code);
        Assert.Equal("FR1420041010050500013M02607", file.Statements[0].Entries[0].Details[0].Counterparty!.Account);
    }

    [Fact]
    public void The_ultimate_debtor_steps_in_where_the_debtor_has_no_name()
    {
        var file = CamtFixture.ReadEntry(
            "<Dbtr><Pty><Nm>Payer &amp; Sons</Nm><CtctDtls><Nm>Not this one</Nm></CtctDtls></Pty></Dbtr>",
            "<UltmtDbtr><Nm>Behind</Nm></UltmtDbtr>"
        );
        Assert.Equal("Behind", file.Statements[0].Entries[0].Details[0].Counterparty!.Name);
    }

    [Fact]
    public void The_counterparty_of_a_debit_is_the_creditor_and_never_the_holder()
    {
        var entry = CamtFixture.Entry.Replace("CRDT", "DBIT", StringComparison.Ordinal);
        Assert.Equal("Payer & Sons", Counterparty(entry));
        Assert.Equal(
            "Payee",
            Counterparty(
                entry
                    .Replace("<Nm>Holder</Nm>", "<Nm>Payee</Nm>", StringComparison.Ordinal)
                    .Replace("DE89370400440532013000", "GB82WEST12345698765432", StringComparison.Ordinal)
            )
        );

        static string? Counterparty(string entry) =>
            CamtFixture
                .Read(CamtFixture.Statement(CamtFixture.Account + entry))
                .Value.Statements[0]
                .Entries[0]
                .Details[0]
                .Counterparty!.Name;
    }

    [Fact]
    public void An_unknown_end_to_end_id_is_null() =>
        Assert.Null(CamtFixture.ReadEntry("E2E-1", "NOTPROVIDED").Statements[0].Entries[0].Details[0].EndToEndId);

    [Fact]
    public void A_returned_payment_says_why()
    {
        var file = CamtFixture.ReadEntry("</TxDtls>", "<RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls>");
        Assert.Equal("AC04", file.Statements[0].Entries[0].Details[0].ReturnReason);
    }

    [Fact]
    public void Latin_letters_in_a_file_that_claims_utf8_are_read_and_reported_once()
    {
        var bytes = Encoding.Latin1.GetBytes(
            CamtFixture.Whole.Replace("Payer &amp; Sons", "Bäcker Müller", StringComparison.Ordinal)
        );

        var file = CamtFixture.Read(bytes).Value;

        Assert.Equal("Bäcker Müller", file.Statements[0].Entries[0].Details[0].Counterparty!.Name);
        Assert.Equal("encoding", Assert.Single(file.Deviations).Code);
    }

    [Theory]
    [InlineData("ISO-8859-1")]
    [InlineData("utf-16")]
    [InlineData("utf-8")]
    public void The_declared_encoding_is_used(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var text = CamtFixture
            .Whole.Replace("Payer", "Père", StringComparison.Ordinal)
            .Replace("UTF-8", name, StringComparison.Ordinal);

        var file = CamtFixture.Read([.. encoding.GetPreamble(), .. encoding.GetBytes(text)]).Value;

        Assert.Empty(file.Deviations);
        Assert.Equal("Père & Sons", file.Statements[0].Entries[0].Details[0].Counterparty!.Name);
    }

    [Fact]
    public void Blanks_before_the_declaration_are_passed_over() =>
        Assert.Equal(
            "leading-whitespace",
            Assert.Single(CamtFixture.Read("\r\n " + CamtFixture.Whole).Value.Deviations).Code
        );

    [Fact]
    public void A_message_in_an_envelope_is_found()
    {
        var document = CamtFixture.Whole[(CamtFixture.Whole.IndexOf("?>", StringComparison.Ordinal) + 2)..];
        var file = CamtFixture.Read($"<Envelope><AppHdr><Fr>A</Fr></AppHdr>{document}</Envelope>").Value;
        Assert.Equal("camt.053.001.08", file.Format);
    }

    [Fact]
    public void Deviations_are_kept_up_to_a_limit_and_counted_beyond()
    {
        var xml = CamtFixture.Statement(
            CamtFixture.Account
                + string.Concat(
                    Enumerable.Repeat(CamtFixture.Entry.Replace("12.50", "12,50", StringComparison.Ordinal), 20)
                )
        );
        var file = new CamtReader(new CamtReaderOptions { MaxDeviations = 5 })
            .Read(new MemoryStream(Encoding.UTF8.GetBytes(xml)))
            .Value;

        Assert.Equal(6, file.Deviations.Count);
        Assert.Equal("more-deviations", file.Deviations[^1].Code);
        Assert.Contains("35", file.Deviations[^1].Message, StringComparison.Ordinal);
        Assert.Equal(20, file.Statements[0].Entries.Count);
    }
}
