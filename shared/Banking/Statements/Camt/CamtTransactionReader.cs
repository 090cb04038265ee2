using IntegrationFunctions.Banking.Iso20022;
using IntegrationFunctions.Banking.Payments;

namespace IntegrationFunctions.Banking.Statements.Camt;

/// <summary>One TxDtls element.</summary>
internal sealed class CamtTransactionReader(XmlCursor x, StatementAccount? account)
{
    private readonly List<string> _remittance = [];
    private Side _debtor;
    private Side _creditor;
    private (decimal Amount, string Currency)? _amount;
    private (decimal Amount, string Currency)? _transactionAmount;
    private (decimal Amount, string Currency)? _instructedAmount;
    private string? _endToEndId;
    private string? _mandateId;
    private string? _transactionId;
    private string? _uetr;
    private string? _servicerReference;
    private string? _creditorReference;
    private string? _returnReason;

    /// <summary>CdtDbtInd of the transaction, where it has its own.</summary>
    public Direction? Direction { get; private set; }

    /// <summary>BkTxCd of the transaction.</summary>
    public string? TransactionCode { get; private set; }

    public void Read()
    {
        var order = new ElementOrder(CamtElements.Transaction);
        for (var scope = x.Enter(); x.Next(scope); )
        {
            order.See(x);
            switch (x.Name)
            {
                case "Refs":
                    ReadReferences();
                    break;
                case "Amt":
                    _amount = Amount();
                    break;
                case "CdtDbtInd":
                    Direction = x.Direction();
                    break;
                case "AmtDtls":
                    ReadAmounts();
                    break;
                case "BkTxCd":
                    TransactionCode = CamtTransactionCode.Read(x);
                    break;
                case "RltdPties":
                    ReadParties();
                    break;
                case "RltdAgts":
                    ReadAgents();
                    break;
                case "RmtInf":
                    ReadRemittance();
                    break;
                case "RtrInf":
                    ReadReturn();
                    break;
            }
        }
    }

    /// <summary>The result; parties change sides in a reversal, where the roles of the first booking stay.</summary>
    public EntryDetail ToDetail(Direction entryDirection, bool isReversal)
    {
        var amount = _amount ?? _transactionAmount ?? _instructedAmount;
        return new EntryDetail(
            amount?.Amount,
            amount?.Currency,
            _endToEndId is "NOTPROVIDED" ? null : _endToEndId,
            _mandateId,
            _transactionId,
            _uetr,
            _servicerReference,
            Counterparty((Direction ?? entryDirection) == Statements.Direction.Credit ^ isReversal),
            _remittance,
            _creditorReference,
            _returnReason
        );
    }

    private Counterparty? Counterparty(bool isDebtor)
    {
        var (first, second) = isDebtor ? (_debtor, _creditor) : (_creditor, _debtor);
        // Some banks name one side only, and some the wrong way round: whoever is not the holder of the account goes first.
        if (!first.IsEmpty && !first.IsOwner(account))
            return first.ToCounterparty();
        if (!second.IsEmpty && !second.IsOwner(account))
            return second.ToCounterparty();
        return first.IsEmpty ? null : first.ToCounterparty();
    }

    private void ReadReferences()
    {
        for (var scope = x.Enter(); x.Next(scope); )
        {
            switch (x.Name)
            {
                case "EndToEndId":
                    _endToEndId = x.String();
                    break;
                case "MndtId":
                    _mandateId = x.String();
                    break;
                case "TxId":
                    _transactionId = x.String();
                    break;
                case "UETR":
                    _uetr = x.String();
                    break;
                case "AcctSvcrRef":
                    _servicerReference = x.String();
                    break;
            }
        }
    }

    private (decimal, string)? Amount()
    {
        var amount = x.Amount(account?.Currency);
        if (amount is null)
            x.Deviate("bad-amount", $"'{x.LastText}' is no number; the amount of this transaction was left empty.");
        return amount;
    }

    private void ReadAmounts()
    {
        for (var scope = x.Enter(); x.Next(scope); )
        {
            var isTransaction = x.Name == "TxAmt";
            if (!isTransaction && x.Name != "InstdAmt")
                continue;
            for (var inner = x.Enter(); x.Next(inner); )
            {
                if (x.Name != "Amt")
                    continue;
                if (isTransaction)
                    _transactionAmount = Amount();
                else
                    _instructedAmount = Amount();
            }
        }
    }

    private void ReadParties()
    {
        string? bic = null;
        for (var scope = x.Enter(); x.Next(scope); )
        {
            switch (x.Name)
            {
                case "Dbtr":
                    x.ReadParty(ref _debtor.Name, ref _debtor.Bic);
                    break;
                case "Cdtr":
                    x.ReadParty(ref _creditor.Name, ref _creditor.Bic);
                    break;
                case "UltmtDbtr":
                    x.ReadParty(ref _debtor.UltimateName, ref bic);
                    break;
                case "UltmtCdtr":
                    x.ReadParty(ref _creditor.UltimateName, ref bic);
                    break;
                case "DbtrAcct":
                    (_debtor.Account, _debtor.IsIban) = x.ReadPartyAccount();
                    break;
                case "CdtrAcct":
                    (_creditor.Account, _creditor.IsIban) = x.ReadPartyAccount();
                    break;
            }
        }
    }

    private void ReadAgents()
    {
        string? name = null;
        for (var scope = x.Enter(); x.Next(scope); )
        {
            if (x.Name == "DbtrAgt")
                x.ReadParty(ref name, ref _debtor.Bic);
            else if (x.Name == "CdtrAgt")
                x.ReadParty(ref name, ref _creditor.Bic);
        }
    }

    private void ReadRemittance()
    {
        for (var scope = x.Enter(); x.Next(scope); )
        {
            if (x.Name == "Ustrd")
            {
                if (x.String() is { } line)
                    _remittance.Add(line);
            }
            else if (x.Name == "Strd")
            {
                for (var structured = x.Enter(); x.Next(structured); )
                {
                    if (x.Name == "CdtrRefInf")
                        ReadCreditorReference();
                }
            }
        }
    }

    private void ReadCreditorReference()
    {
        for (var scope = x.Enter(); x.Next(scope); )
        {
            if (x.Name is not ("Ref" or "CdtrRef") || x.String() is not { } reference)
                continue;
            if (reference.StartsWith("RF", StringComparison.Ordinal) && !CreditorReference.IsValid(reference))
                x.Deviate(
                    "creditor-reference-check",
                    $"'{reference}' has wrong check digits (ISO 11649); kept as it is."
                );
            if (_creditorReference is not null && _creditorReference != reference)
                x.Deviate(
                    "several-creditor-references",
                    $"A further creditor reference '{reference}' was not kept; the first one is '{_creditorReference}'."
                );
            _creditorReference ??= reference;
        }
    }

    private void ReadReturn()
    {
        for (var scope = x.Enter(); x.Next(scope); )
        {
            if (x.Name is "Rsn" or "RtrRsn")
                _returnReason = x.DeepString();
        }
    }

    private struct Side
    {
        public string? Name;
        public string? UltimateName;
        public string? Account;
        public bool IsIban;
        public string? Bic;

        public readonly bool IsEmpty => (Name ?? UltimateName ?? Account ?? Bic) is null;

        public readonly bool IsOwner(StatementAccount? account) =>
            Account is null
                ? account?.Owner is { } owner && owner.Equals(Name ?? UltimateName, StringComparison.OrdinalIgnoreCase)
                : Account == account?.Id;

        public readonly Counterparty ToCounterparty() => new(Name ?? UltimateName, Account, IsIban, Bic);
    }
}
