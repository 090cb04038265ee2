using System.Collections.Frozen;
using IntegrationFunctions.Banking.Iso20022;

namespace IntegrationFunctions.Banking.Statements.Camt;

/// <summary>
/// The elements of camt.052, 053 and 054 (ISO 20022, Bank-to-Customer Cash Management), all versions together, in their order. The versions
/// never contradict one another's order, so that one list serves all.
/// </summary>
internal static class CamtElements
{
    public static readonly FrozenDictionary<string, int> Message = Ordered("GrpHdr Rpt Stmt Ntfctn SplmtryData");

    public static readonly FrozenDictionary<string, int> GroupHeader = Ordered(
        "MsgId CreDtTm MsgRcpt MsgPgntn OrgnlBizQry AddtlInf"
    );

    public static readonly FrozenDictionary<string, int> Statement = Ordered(
        "Id NtfctnPgntn RptPgntn StmtPgntn ElctrncSeqNb RptgSeq LglSeqNb CreDtTm FrToDt CpyDplctInd RptgSrc Acct RltdAcct Intrst Bal TxsSummry "
            + "Ntry AddtlNtfctnInf AddtlStmtInf AddtlRptInf"
    );

    public static readonly FrozenDictionary<string, int> Account = Ordered("Id Tp Ccy Nm Prxy Ownr Svcr");

    public static readonly FrozenDictionary<string, int> Balance = Ordered("Tp CdtLine Amt CdtDbtInd Dt Avlbty");

    public static readonly FrozenDictionary<string, int> Entry = Ordered(
        "NtryRef Amt CdtDbtInd RvslInd Sts BookgDt ValDt AcctSvcrRef Avlbty BkTxCd ComssnWvrInd AddtlInfInd Btch AmtDtls Chrgs TechInptChanl "
            + "Intrst CardTx TxDtls NtryDtls AddtlNtryInf"
    );

    public static readonly FrozenDictionary<string, int> EntryDetails = Ordered("Btch TxDtls");

    public static readonly FrozenDictionary<string, int> Transaction = Ordered(
        "Refs Amt CdtDbtInd AmtDtls Avlbty BkTxCd Chrgs Intrst RltdPties RltdAgts LclInstrm PmtTpInf Purp RltdRmtInf RmtInf RltdDts RltdPric "
            + "RltdQties FinInstrmId Tax RtrInf CorpActn SfkpgAcct CshDpst CardTx AddtlTxInf SplmtryData"
    );

    private static FrozenDictionary<string, int> Ordered(string names) =>
        names
            .Split(' ')
            .Select((name, index) => (name, index))
            .ToFrozenDictionary(pair => pair.name, pair => pair.index);
}

/// <summary>Reports elements that the standard doesn't know, or not in this place.</summary>
internal struct ElementOrder(FrozenDictionary<string, int> elements)
{
    private int _last;
    private bool _isReported;

    public void See(XmlCursor x)
    {
        if (!elements.TryGetValue(x.Name, out var index))
        {
            x.Deviate("unknown-element", $"The standard has no element '{x.Name}' here; it was passed over.");
            return;
        }
        if (index < _last && !_isReported)
        {
            _isReported = true;
            x.Deviate(
                "wrong-order",
                $"'{x.Name}' comes after elements that the standard puts behind it; it was read all the same."
            );
        }
        _last = Math.Max(_last, index);
    }
}
