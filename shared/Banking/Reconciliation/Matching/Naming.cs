namespace IntegrationFunctions.Banking.Reconciliation.Matching;

/// <summary>Finds the invoices that a line names.</summary>
internal static class Naming
{
    public static void ByReference(LineState state)
    {
        foreach (var reference in state.Line.CreditorReferences)
        {
            var normalised = Folding.Compact(reference);
            state.Index.ByReference(normalised, state.ByReference);
            if (!IsWeak(normalised))
            {
                // Some payers put the number where the reference belongs.
                state.Index.ByNumber(normalised, state.ByReference);
            }
        }
    }

    public static void ByEndToEndId(
        LineState state,
        IReadOnlyDictionary<string, IReadOnlyList<string>> known,
        Dictionary<string, int> places
    )
    {
        foreach (var id in state.Line.EndToEndIds)
        {
            var normalised = Folding.Compact(id);
            state.Index.ByReference(normalised, state.ByEndToEndId);
            if (!IsWeak(normalised))
            {
                state.Index.ByNumber(normalised, state.ByEndToEndId);
            }
            foreach (var key in known.GetValueOrDefault(id, []))
            {
                if (places.TryGetValue(key, out var invoice) && state.Index.Has(invoice))
                {
                    state.ByEndToEndId.Add(invoice);
                }
            }
        }
    }

    public static void ByText(LineState state, Ledger ledger)
    {
        NumberScanner.Scan(
            state.Text,
            state.Index.IsKnown,
            state.Index.MaxLength,
            normalised =>
            {
                state.Index.ByReference(normalised, state.ByText);
                if (!IsWeak(normalised))
                {
                    state.Index.ByNumber(normalised, state.ByText);
                    return;
                }
                // A short number may be anything, a date or a house; it counts where the name agrees too.
                var short_ = new CandidateSet();
                state.Index.ByNumber(normalised, short_);
                foreach (var invoice in short_.Items.Where(i => ledger.NameAgrees(state, i)))
                {
                    state.ByText.Add(invoice);
                }
            }
        );
    }

    /// <summary>
    /// Whether a line whose amount and name fit an invoice says that it pays another one: by a structured reference that is not this
    /// invoice's, or by a text of the very shape of its number. Then the invoice that is meant is paid, cleared or not synchronised yet.
    /// </summary>
    public static bool NamesAnother(LineState state, OpenInvoice invoice)
    {
        if (state.Line.CreditorReferences.Count > 0)
        {
            return true;
        }
        var number = Folding.Compact(invoice.Invoice.Number);
        if (IsWeak(number) || (number.Length < 6 && number.All(char.IsAsciiDigit)) || !number.Any(char.IsAsciiDigit))
        {
            return false;
        }
        var another = false;
        NumberScanner.Scan(
            state.Text,
            text => HasShape(text, number),
            number.Length,
            found => another |= found != number
        );
        return another;
    }

    private static bool HasShape(ReadOnlySpan<char> text, string number)
    {
        if (text.Length != number.Length)
        {
            return false;
        }
        for (var i = 0; i < text.Length; i++)
        {
            // Letters are the fixed part of a number range, digits the running one.
            var same = char.IsAsciiDigit(number[i]) ? char.IsAsciiDigit(text[i]) : text[i] == number[i];
            if (!same)
            {
                return false;
            }
        }
        return true;
    }

    private static bool IsWeak(string normalised) =>
        normalised.Length < 4 || (normalised.Length == 4 && normalised.All(char.IsAsciiDigit));
}
