using IntegrationFunctions.Banking.Statements;
using IntegrationFunctions.Banking.Statements.Store;
using IntegrationFunctions.Mapping.Models;

namespace IntegrationFunctions.Banking.Reconciliation.Matching;

/// <summary>
/// The steps, strongest first. Each step looks at all open lines before anything is decided, so that the order of the input plays no part:
/// an invoice that two lines claim in the same step goes to neither.
/// </summary>
internal sealed class Cascade
{
    private readonly ReconcilerOptions _options;
    private readonly Ledger _ledger;
    private readonly InvoiceIndex _receivables;
    private readonly InvoiceIndex _payables;
    private readonly List<LineState> _lines;

    public Cascade(
        IReadOnlyCollection<StatementLine> lines,
        IReadOnlyList<OpenInvoice> invoices,
        ReconcilerOptions options
    )
    {
        _options = options;
        _ledger = new(invoices, options.AlreadyMatched);
        _receivables = new(invoices, InvoiceKind.Receivable);
        _payables = new(invoices, InvoiceKind.Payable);
        _lines = [.. lines.OrderBy(l => l.Id, StringComparer.Ordinal).Select(State)];
        for (var i = 1; i < _lines.Count; i++)
        {
            if (_lines[i - 1].Line.Id == _lines[i].Line.Id)
            {
                throw new ArgumentException($"The line '{_lines[i].Line.Id}' appears twice.", nameof(lines));
            }
        }
    }

    public ReconciliationPlan Run()
    {
        foreach (var state in _lines)
        {
            SetAside(state);
        }
        ByReference();
        ByEndToEndId();
        ByNumber();
        ByAmountAndName();
        return new(
            [.. _lines.Select(s => s.Match).OfType<LineMatch>()],
            [.. _lines.Select(s => s.Open).OfType<OpenLine>()]
        );
    }

    private LineState State(StatementLine line) =>
        new(line, line.Direction == Direction.Credit ? _receivables : _payables);

    private void SetAside(LineState state)
    {
        if (state.Line.Status != "BOOK")
        {
            Leave(state, ReasonCodes.NotBooked, []);
        }
        else if (state.Line.IsReversal || state.Line.ReturnReason is not null)
        {
            Leave(state, ReasonCodes.Reversal, []);
        }
    }

    private void ByReference()
    {
        Step(
            MatchMethod.CreditorReference,
            state =>
            {
                Naming.ByReference(state);
                return AmountFit.Of(state, state.ByReference, _ledger);
            }
        );
    }

    private void ByEndToEndId()
    {
        var known = _options.KnownEndToEndIds;
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; known.Count > 0 && i < _ledger.Count; i++)
        {
            places[_ledger[i].Key] = i;
        }
        Step(
            MatchMethod.EndToEndId,
            state =>
            {
                Naming.ByEndToEndId(state, known, places);
                var fit = AmountFit.Of(state, state.ByEndToEndId, _ledger);
                // A structured reference that names other invoices speaks against it.
                var isOurs = state.Line.EndToEndIds.Any(known.ContainsKey);
                return
                    state.ByReference.Items.All(fit.Invoices.Contains) && (isOurs || !IsAnothers(state, fit.Invoices))
                    ? fit
                    : (Fit.Differs, []);
            }
        );
    }

    private void ByNumber()
    {
        Step(
            MatchMethod.InvoiceNumber,
            state =>
            {
                Naming.ByText(state, _ledger);
                var named = new CandidateSet();
                named.AddAll(state.ByReference);
                named.AddAll(state.ByEndToEndId);
                var said = named.Items.ToList();
                named.AddAll(state.ByText);
                var fit = AmountFit.Of(state, named, _ledger);
                return fit.Fit != Fit.Exact || said.TrueForAll(fit.Invoices.Contains)
                    ? fit
                    : (Fit.Differs, named.Items);
            },
            last: true
        );
    }

    /// <summary>Takes what a step finds for each open line; at the last step that goes by names of invoices, the rest is left open.</summary>
    private void Step(
        MatchMethod method,
        Func<LineState, (Fit Fit, IReadOnlyList<int> Invoices)> find,
        bool last = false
    )
    {
        var proposals = new List<Proposal>();
        var contenders = new List<Proposal>();
        var rest = new List<(LineState State, Fit Fit, IReadOnlyList<int> Named)>();
        foreach (var state in _lines.Where(s => !s.IsDecided))
        {
            var (fit, invoices) = find(state);
            if (last && fit == Fit.Exact && IsAnothers(state, invoices))
            {
                rest.Add((state, fit, invoices));
            }
            else if (fit == Fit.Exact)
            {
                proposals.Add(new(state, invoices, method));
            }
            else if (last && state.NamesInvoices && !IsChance(state))
            {
                rest.Add((state, fit, invoices));
            }
            if (fit == Fit.Several)
            {
                contenders.Add(new(state, invoices, method));
            }
        }
        Accept(proposals, contenders);
        foreach (var (state, fit, named) in rest)
        {
            _ledger.Claim(named);
            var reason =
                named.Count > 0 && named.All(_ledger.IsMatched) ? ReasonCodes.AlreadyMatched
                : fit == Fit.Several ? ReasonCodes.SeveralCandidates
                : fit == Fit.Exact ? ReasonCodes.NameDiffers
                : ReasonCodes.AmountDiffers;
            Leave(state, reason, named);
        }
    }

    /// <summary>A number in the text of a payer whose name is another and whose amount is another: it will mean something else.</summary>
    private bool IsChance(LineState state) =>
        !state.ByReference.Any
        && !state.ByEndToEndId.Any
        && state.Name is not null
        && state.ByText.Items.All(i =>
            !AmountFit.Pays(state, _ledger[i]) && _ledger.NameOf(i) is not null && !_ledger.NameAgrees(state, i)
        );

    /// <summary>
    /// Whether a supplier's number is found on a payment to somebody else: suppliers number alike. Our own numbers are unique, so that a
    /// receivable may well be paid by a third party.
    /// </summary>
    private bool IsAnothers(LineState state, IReadOnlyList<int> invoices) =>
        state.Line.Direction == Direction.Debit
        && state.Name is not null
        && invoices.Any(i => _ledger.NameOf(i) is not null && !_ledger.NameAgrees(state, i));

    private void ByAmountAndName()
    {
        var open = _lines.Where(s => !s.IsDecided).ToList();
        if (open.Count == 0)
        {
            return;
        }
        var names = new NameStep(_ledger, open, [_receivables, _payables]);
        var proposals = new List<Proposal>();
        var contenders = new List<Proposal>();
        foreach (var state in open)
        {
            var found = names.Find(state);
            if (found is null or { Count: > 1 })
            {
                contenders.Add(new(state, found ?? [], MatchMethod.AmountAndName));
                Leave(state, ReasonCodes.SeveralCandidates, found ?? []);
            }
            else if (found.Count == 0)
            {
                var ofName = names.OfSameName(state);
                Leave(state, ofName.Count > 0 ? ReasonCodes.AmountDiffers : ReasonCodes.NoCandidate, ofName);
            }
            else if (Naming.NamesAnother(state, _ledger[found[0]]))
            {
                Leave(state, ReasonCodes.NamesAnotherInvoice, found);
            }
            else
            {
                proposals.Add(new(state, found, MatchMethod.AmountAndName));
            }
        }
        Accept(proposals, contenders);
    }

    /// <summary>Accepts what nobody else claims; a line that can't choose between invoices claims all of them.</summary>
    private void Accept(List<Proposal> proposals, List<Proposal> contenders)
    {
        // What a person took back claims nothing: the invoice may be another line's.
        foreach (var undone in proposals.Where(IsUndone))
        {
            Leave(undone.State, ReasonCodes.Undone, undone.Invoices);
        }
        proposals.RemoveAll(IsUndone);
        var claims = new Dictionary<int, List<LineState>>();
        foreach (var proposal in proposals.Concat(contenders))
        {
            foreach (var invoice in proposal.Invoices)
            {
                (claims.TryGetValue(invoice, out var lines) ? lines : claims[invoice] = []).Add(proposal.State);
            }
        }
        // First what is taken or contested, in the light of the steps before; then the rest, which can't be in each other's way.
        var free = new List<Proposal>();
        foreach (var proposal in proposals)
        {
            var contested = proposal.Invoices.Where(i => claims[i].Count > 1).ToList();
            if (proposal.Invoices.Any(_ledger.IsMatched))
            {
                Leave(proposal.State, ReasonCodes.AlreadyMatched, [.. proposal.Invoices.Where(_ledger.IsMatched)]);
            }
            else if (contested.Count > 0)
            {
                var lines = contested.SelectMany(i => claims[i]).Select(s => s.Line.Id).Distinct();
                Leave(proposal.State, ReasonCodes.SeveralLines, contested, string.Join(", ", lines.Order().Take(10)));
            }
            else
            {
                free.Add(proposal);
                continue;
            }
            _ledger.Claim(proposal.Invoices);
        }
        foreach (var proposal in free)
        {
            foreach (var invoice in proposal.Invoices)
            {
                _ledger.Match(invoice);
            }
            proposal.State.Decide(MatchEvidenceWriter.Write(proposal, _ledger));
        }
    }

    private bool IsUndone(Proposal proposal) =>
        _options.Undone.Count > 0
        && proposal.Invoices.Any(i => _options.Undone.Contains((proposal.State.Line.Id, _ledger[i].Key)));

    private void Leave(LineState state, string reason, IReadOnlyCollection<int> candidates, string? hint = null) =>
        state.Decide(OpenLines.Write(state, reason, candidates, _ledger, hint));
}
