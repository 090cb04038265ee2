using IntegrationFunctions.Banking.Reconciliation;
using static IntegrationFunctions.Tests.Unit.Reconciliation.Make;

namespace IntegrationFunctions.Tests.Unit.Reconciliation;

public sealed class CascadeTests
{
    [Fact]
    public void A_creditor_reference_with_the_amount_matches_however_it_is_spaced()
    {
        var match = OnlyMatch(
            Reconciler.Match(
                [Credit("0000001", 119.00m, reference: "RF18 5390 0754 7034")],
                [Receivable("a", 119m, reference: "RF18539007547034"), Receivable("b", 119m)]
            )
        );
        Assert.Equal(["a"], match.InvoiceKeys);
        Assert.Equal(MatchMethod.CreditorReference, match.Method);
        Assert.Equal(ReasonCodes.CreditorReference, match.ReasonCode);
        Assert.Contains(
            new MatchEvidence("creditorReference", "RF18 5390 0754 7034", "RF18539007547034", "a"),
            match.Evidence
        );
        Assert.Contains(match.Evidence, e => e.Field == "amount");
    }

    [Fact]
    public void A_creditor_reference_with_another_amount_stays_open_and_says_the_difference()
    {
        var open = OnlyOpen(
            Reconciler.Match(
                [Credit("0000001", 100m, reference: "RF18539007547034", name: "Nordlicht Logistik GmbH")],
                [Receivable("a", 119m, reference: "RF18539007547034", partner: "Nordlicht Logistik GmbH")]
            )
        );
        Assert.Equal(ReasonCodes.AmountDiffers, open.ReasonCode);
        var candidate = Assert.Single(open.Candidates);
        Assert.Equal(-19m, candidate.Difference);
        Assert.Equal("creditor-reference", candidate.Why);
        Assert.Contains("19 too little", open.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_end_to_end_id_that_is_the_number_matches()
    {
        var match = OnlyMatch(
            Reconciler.Match([Credit("0000001", 5m, endToEndId: "RE-2026-0007")], [Receivable("k", 5m, "RE 2026 0007")])
        );
        Assert.Equal(MatchMethod.EndToEndId, match.Method);
        Assert.Contains(match.Evidence, e => e is { Field: "endToEndId", InvoiceKey: "k" });
    }

    [Fact]
    public void An_end_to_end_id_that_the_platform_gave_out_matches_the_invoices_that_it_pays()
    {
        var options = new ReconcilerOptions
        {
            KnownEndToEndIds = new Dictionary<string, IReadOnlyList<string>> { ["E2E-77"] = ["p1", "p2"] },
        };
        var match = OnlyMatch(
            Reconciler.Match(
                [Debit("0000001", 30m, endToEndId: "E2E-77")],
                [Payable("p1", 10m), Payable("p2", 20m)],
                options
            )
        );
        Assert.Equal(["p1", "p2"], match.InvoiceKeys);
        Assert.Equal(ReasonCodes.EndToEndIdSum, match.ReasonCode);
    }

    [Theory]
    [InlineData("Rechnung RE-2026/0042 vom 3.2.", "RE-2026/0042")]
    [InlineData("zahlung re 2026 0042", "RE-2026/0042")]
    [InlineData("INVOICE RE20260042, THANK YOU", "RE-2026/0042")]
    [InlineData("Rechnung RE-2026/\n0042", "RE-2026/0042")]
    [InlineData("RG10042 danke", "10042")]
    [InlineData("FACTURE N° F-2026-É7", "F-2026-E7")]
    [InlineData("payment RF18 5390 0754 7034 thanks", "other")]
    public void A_number_or_reference_in_the_text_matches_as_a_whole_token(string text, string number)
    {
        var match = OnlyMatch(
            Reconciler.Match(
                [Credit("0000001", 42.42m, text: text)],
                [Receivable("a", 42.42m, number, "RF18539007547034"), Receivable("b", 42.42m, "ZZ-1")]
            )
        );
        Assert.Equal(["a"], match.InvoiceKeys);
        Assert.Equal(ReasonCodes.InvoiceNumber, match.ReasonCode);
        Assert.Contains(match.Evidence, e => e is { Field: "invoiceNumber", InvoiceKey: "a" });
    }

    [Theory]
    [InlineData("Rechnung 100421")]
    [InlineData("Rechnung 910042")]
    [InlineData("Rechnung X10042Y")]
    public void A_number_inside_a_longer_token_is_none(string text)
    {
        var open = OnlyOpen(Reconciler.Match([Credit("0000001", 42m, text: text)], [Receivable("a", 42m, "10042")]));
        Assert.Equal(ReasonCodes.NoCandidate, open.ReasonCode);
    }

    [Fact]
    public void The_longer_number_wins_over_one_that_is_part_of_it()
    {
        var match = OnlyMatch(
            Reconciler.Match(
                [Credit("0000001", 10m, text: "INV-2026-10042")],
                [Receivable("short", 10m, "10042"), Receivable("long", 10m, "INV-2026-10042")]
            )
        );
        Assert.Equal(["long"], match.InvoiceKeys);
    }

    [Fact]
    public void A_short_number_counts_only_where_the_name_agrees()
    {
        var invoice = Receivable("a", 500m, "12", partner: "Talblick Bau AG");
        Assert.Empty(
            Reconciler.Match([Credit("0000001", 500m, text: "Miete 12 2026", name: "Hafenkante KG")], [invoice]).Matches
        );
        var match = OnlyMatch(
            Reconciler.Match([Credit("0000001", 500m, text: "Rechnung 12", name: "TALBLICK BAU")], [invoice])
        );
        Assert.Equal(MatchMethod.InvoiceNumber, match.Method);
    }

    [Fact]
    public void Several_numbers_match_together_where_their_sum_is_the_amount()
    {
        var match = OnlyMatch(
            Reconciler.Match(
                [Credit("0000001", 300.30m, text: "RE-2026-a1 und RE-2026-b1")],
                [Receivable("a1", 100.10m), Receivable("b1", 200.20m), Receivable("c1", 300.30m)]
            )
        );
        Assert.Equal(["a1", "b1"], match.InvoiceKeys);
        Assert.Equal(ReasonCodes.InvoiceNumbersSum, match.ReasonCode);
    }

    [Fact]
    public void Several_numbers_whose_sum_is_another_stay_open_with_all_of_them()
    {
        var open = OnlyOpen(
            Reconciler.Match(
                [Credit("0000001", 299m, text: "RE-2026-a1 und RE-2026-b1")],
                [Receivable("a1", 100m), Receivable("b1", 200m)]
            )
        );
        Assert.Equal(ReasonCodes.AmountDiffers, open.ReasonCode);
        Assert.Equal(["b1", "a1"], open.Candidates.Select(c => c.InvoiceKey));
    }

    [Fact]
    public void Two_suppliers_with_the_same_number_are_told_apart_by_name()
    {
        var match = OnlyMatch(
            Reconciler.Match(
                [Debit("0000001", 70m, text: "2026-0001", name: "Müller & Söhne GmbH & Co. KG")],
                [Payable("x", 70m, "2026-0001", "Bergfried SARL"), Payable("y", 70m, "2026-0001", "MUELLER UND SOEHNE")]
            )
        );
        Assert.Equal(["y"], match.InvoiceKeys);
        Assert.Contains(match.Evidence, e => e.Field == "name");
    }

    [Fact]
    public void A_suppliers_number_on_a_payment_to_somebody_else_stays_open()
    {
        var open = OnlyOpen(
            Reconciler.Match(
                [Debit("0000001", 70m, text: "2026-0001", name: "Hafenkante Handel")],
                [Payable("x", 70m, "2026-0001", "Bergfried SARL")]
            )
        );
        Assert.Equal(ReasonCodes.NameDiffers, open.ReasonCode);
    }

    [Fact]
    public void Our_number_on_a_payment_by_a_third_party_matches()
    {
        var match = OnlyMatch(
            Reconciler.Match(
                [Credit("0000001", 70m, text: "2026-0001", name: "Hafenkante Handel")],
                [Receivable("x", 70m, "2026-0001", partner: "Bergfried SARL")]
            )
        );
        Assert.DoesNotContain(match.Evidence, e => e.Field == "name");
    }

    [Fact]
    public void Two_suppliers_with_the_same_number_and_no_name_stay_open()
    {
        var open = OnlyOpen(
            Reconciler.Match(
                [Debit("0000001", 70m, text: "2026-0001")],
                [Payable("x", 70m, "2026-0001", "Bergfried SARL"), Payable("y", 70m, "2026-0001", "Talblick Bau")]
            )
        );
        Assert.Equal(ReasonCodes.SeveralCandidates, open.ReasonCode);
        Assert.Equal(["x", "y"], open.Candidates.Select(c => c.InvoiceKey));
    }

    [Theory]
    [InlineData("Müller Maschinenbau GmbH", "MUELLER MASCHINENBAU")]
    [InlineData("Müller Maschinenbau GmbH", "Muller Maschinenbau G.m.b.H.")]
    [InlineData("Société Générale d'Électricité S.A.", "SOCIETE GENERALE DELECTRICITE")]
    [InlineData("Straßenbau Groß KG", "STRASSENBAU GROSS KG")]
    [InlineData("Nordlicht Logistik GmbH 0042", "0042 Nordlicht Logistik")]
    public void Amount_and_name_match_one_candidate(string partner, string payer)
    {
        var match = OnlyMatch(
            Reconciler.Match(
                [Credit("0000001", 80m, name: payer)],
                [Receivable("a", 80m, partner: partner), Receivable("b", 80m, partner: "Hafenkante Handel")]
            )
        );
        Assert.Equal(["a"], match.InvoiceKeys);
        Assert.Equal(ReasonCodes.AmountAndName, match.ReasonCode);
    }

    [Fact]
    public void A_name_with_another_number_in_it_is_another_company()
    {
        var open = OnlyOpen(
            Reconciler.Match(
                [Credit("0000001", 80m, name: "Nordlicht Logistik GmbH 0042")],
                [Receivable("a", 80m, partner: "Nordlicht Logistik GmbH 0043")]
            )
        );
        Assert.Equal(ReasonCodes.NoCandidate, open.ReasonCode);
    }

    [Fact]
    public void Amount_and_name_of_two_invoices_stay_open_and_list_them()
    {
        var open = OnlyOpen(
            Reconciler.Match(
                [Credit("0000001", 80m, name: "Hafenkante")],
                [Receivable("b", 80m, partner: "Hafenkante"), Receivable("a", 80m, partner: "Hafenkante AG")]
            )
        );
        Assert.Equal(ReasonCodes.SeveralCandidates, open.ReasonCode);
        Assert.Equal(["a", "b"], open.Candidates.Select(c => c.InvoiceKey));
        Assert.Equal(2, open.CandidateCount);
    }

    [Fact]
    public void A_partial_payment_with_only_a_name_says_by_how_much_it_differs()
    {
        var open = OnlyOpen(
            Reconciler.Match(
                [Credit("0000001", 79.50m, name: "Hafenkante Handel")],
                [Receivable("a", 80m, partner: "Hafenkante Handel GmbH")]
            )
        );
        Assert.Equal(ReasonCodes.AmountDiffers, open.ReasonCode);
        Assert.Equal(-0.50m, Assert.Single(open.Candidates).Difference);
    }

    [Fact]
    public void Amount_and_name_give_way_to_a_reference_that_names_an_invoice_which_is_not_open()
    {
        var open = OnlyOpen(
            Reconciler.Match(
                [Credit("0000001", 80m, reference: "RF71ZZ99", name: "Hafenkante Handel")],
                [Receivable("feb", 80m, reference: "RF18539007547034", partner: "Hafenkante Handel GmbH")]
            )
        );
        Assert.Equal(ReasonCodes.NamesAnotherInvoice, open.ReasonCode);
    }

    [Fact]
    public void Amount_and_name_give_way_to_a_number_of_the_same_range_that_is_not_open()
    {
        var open = OnlyOpen(
            Reconciler.Match(
                [Credit("0000001", 80m, text: "Abo RE-2026-0001", name: "Hafenkante Handel")],
                [Receivable("feb", 80m, "RE-2026-0002", partner: "Hafenkante Handel GmbH")]
            )
        );
        Assert.Equal(ReasonCodes.NamesAnotherInvoice, open.ReasonCode);
    }

    [Fact]
    public void Two_lines_that_claim_one_invoice_both_stay_open_and_nobody_else_gets_it()
    {
        var plan = Reconciler.Match(
            [
                Credit("0000001", 80m, reference: "RF18539007547034"),
                Credit("0000002", 80m, reference: "RF18539007547034"),
                Credit("0000003", 80m, name: "Hafenkante Handel"),
            ],
            [Receivable("a", 80m, reference: "RF18539007547034", partner: "Hafenkante Handel")]
        );
        Assert.Empty(plan.Matches);
        Assert.Equal(
            [ReasonCodes.SeveralLines, ReasonCodes.SeveralLines, ReasonCodes.NoCandidate],
            plan.Open.Select(o => o.ReasonCode)
        );
        Assert.Contains("0000001, 0000002", plan.Open[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_cannot_choose_claims_all_that_it_names()
    {
        // The second line may be a second payment of x: without a name, nobody can say.
        var plan = Reconciler.Match(
            [Debit("0000001", 70m, text: "2026-0001", name: "Bergfried"), Debit("0000002", 70m, text: "2026-0001")],
            [Payable("x", 70m, "2026-0001", "Bergfried SARL"), Payable("y", 70m, "2026-0001", "Talblick Bau")]
        );
        Assert.Empty(plan.Matches);
        Assert.Equal([ReasonCodes.SeveralLines, ReasonCodes.SeveralCandidates], plan.Open.Select(o => o.ReasonCode));
    }

    [Fact]
    public void The_stronger_evidence_has_the_invoice_and_the_weaker_line_is_told()
    {
        var plan = Reconciler.Match(
            [Credit("0000001", 80m, text: "RE-2026-a9"), Credit("0000002", 80m, reference: "RF18539007547034")],
            [Receivable("a9", 80m, reference: "RF18539007547034")]
        );
        Assert.Equal("0000002", Assert.Single(plan.Matches).Line.Id);
        Assert.Equal(ReasonCodes.AlreadyMatched, Assert.Single(plan.Open).ReasonCode);
    }

    [Fact]
    public void Credits_pay_receivables_and_debits_payables()
    {
        var plan = Reconciler.Match(
            [Credit("0000001", 80m, text: "RE-2026-pay1"), Debit("0000002", 80m, text: "RE-2026-rec1")],
            [Payable("pay1", 80m), Receivable("rec1", 80m)]
        );
        Assert.Empty(plan.Matches);
    }

    [Fact]
    public void Another_currency_is_another_amount()
    {
        var open = OnlyOpen(
            Reconciler.Match([Credit("0000001", 80m, text: "RE-2026-us1")], [Receivable("us1", 80m, currency: "USD")])
        );
        Assert.Equal(ReasonCodes.AmountDiffers, open.ReasonCode);
        Assert.Null(Assert.Single(open.Candidates).Difference);
        Assert.Contains("another currency", open.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_original_amount_of_a_converted_payment_matches()
    {
        var line = Credit("0000001", 73.11m, text: "RE-2026-us1") with
        {
            OriginalAmount = 80m,
            OriginalCurrency = "USD",
        };
        var match = OnlyMatch(Reconciler.Match([line], [Receivable("us1", 80m, currency: "USD")]));
        Assert.Contains(new MatchEvidence("originalAmount", "80 USD", "80 USD"), match.Evidence);
    }

    [Fact]
    public void Pending_lines_reversals_and_returns_are_left_to_a_person()
    {
        var line = Credit("0000001", 80m, reference: "RF18539007547034");
        OpenInvoice[] invoices = [Receivable("a", 80m, reference: "RF18539007547034")];
        Assert.Equal(
            ReasonCodes.NotBooked,
            OnlyOpen(Reconciler.Match([line with { Status = "PDNG" }], invoices)).ReasonCode
        );
        Assert.Equal(
            ReasonCodes.Reversal,
            OnlyOpen(Reconciler.Match([line with { IsReversal = true }], invoices)).ReasonCode
        );
        Assert.Equal(
            ReasonCodes.Reversal,
            OnlyOpen(Reconciler.Match([line with { ReturnReason = "AC04" }], invoices)).ReasonCode
        );
    }

    [Fact]
    public void An_invoice_that_another_statement_paid_is_named_and_not_matched()
    {
        var options = new ReconcilerOptions { AlreadyMatched = new HashSet<string> { "a" } };
        var open = OnlyOpen(
            Reconciler.Match(
                [Credit("0000001", 80m, reference: "RF18539007547034")],
                [Receivable("a", 80m, reference: "RF18539007547034")],
                options
            )
        );
        Assert.Equal(ReasonCodes.AlreadyMatched, open.ReasonCode);
    }

    [Fact]
    public void What_a_person_took_back_is_not_matched_again_and_leaves_the_invoice_to_others()
    {
        var options = new ReconcilerOptions { Undone = new HashSet<(string, string)> { ("0000001", "a9") } };
        var plan = Reconciler.Match(
            [Credit("0000001", 80m, text: "RE-2026-a9"), Credit("0000002", 80m, text: "RE-2026-a9")],
            [Receivable("a9", 80m)],
            options
        );
        Assert.Equal("0000002", Assert.Single(plan.Matches).Line.Id);
        Assert.Equal(ReasonCodes.Undone, Assert.Single(plan.Open).ReasonCode);
    }

    [Fact]
    public void A_number_of_another_company_with_another_amount_does_not_hide_amount_and_name()
    {
        var match = OnlyMatch(
            Reconciler.Match(
                [Credit("0000001", 80m, text: "Kundennummer 100234", name: "Hafenkante Handel")],
                [
                    Receivable("theirs", 999m, "100234", partner: "Talblick Bau"),
                    Receivable("ours", 80m, "HK-1", partner: "Hafenkante Handel GmbH"),
                ]
            )
        );
        Assert.Equal(["ours"], match.InvoiceKeys);
    }

    [Fact]
    public void A_key_or_line_that_appears_twice_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Reconciler.Match([], [Receivable("a", 1m), Receivable("a", 1m)]));
        Assert.Throws<ArgumentException>(() => Reconciler.Match([Credit("0000001", 1m), Credit("0000001", 1m)], []));
    }
}
