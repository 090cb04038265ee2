namespace IntegrationFunctions.Banking.Payments.Iso20022;

/// <summary>Structure of CustomerCreditTransferInitiationV09 (pain.001.001.09; ISO 20022, Payments Initiation, message definition report part 2).</summary>
internal static class Pain001Structure
{
    /// <summary>
    /// <c>type = element:type ...</c> is a sequence, <c>type | ...</c> a choice. Behind an element: nothing (exactly one), <c>?</c> (none or one),
    /// <c>{min,max}</c> with <c>n</c> for any number. <c>*any</c> takes whatever element. A line that begins with blanks continues the one above.
    /// </summary>
    public const string Lines = """
        Document = CstmrCdtTrfInitn:CustomerCreditTransferInitiationV09
        CustomerCreditTransferInitiationV09 = GrpHdr:GroupHeader85 PmtInf:PaymentInstruction30{1,n} SplmtryData:SupplementaryData1{0,n}
        GroupHeader85 = MsgId:Max35Text CreDtTm:ISODateTime Authstn:Authorisation1Choice{0,2} NbOfTxs:Max15NumericText CtrlSum:DecimalNumber?
            InitgPty:PartyIdentification135 FwdgAgt:BranchAndFinancialInstitutionIdentification6?
        PaymentInstruction30 = PmtInfId:Max35Text PmtMtd:PaymentMethod3Code BtchBookg:BatchBookingIndicator? NbOfTxs:Max15NumericText?
            CtrlSum:DecimalNumber? PmtTpInf:PaymentTypeInformation26? ReqdExctnDt:DateAndDateTime2Choice PoolgAdjstmntDt:ISODate?
            Dbtr:PartyIdentification135 DbtrAcct:CashAccount38 DbtrAgt:BranchAndFinancialInstitutionIdentification6 DbtrAgtAcct:CashAccount38?
            InstrForDbtrAgt:Max140Text? UltmtDbtr:PartyIdentification135? ChrgBr:ChargeBearerType1Code? ChrgsAcct:CashAccount38?
            ChrgsAcctAgt:BranchAndFinancialInstitutionIdentification6? CdtTrfTxInf:CreditTransferTransaction34{1,n}
        CreditTransferTransaction34 = PmtId:PaymentIdentification6 PmtTpInf:PaymentTypeInformation26? Amt:AmountType4Choice XchgRateInf:ExchangeRate1?
            ChrgBr:ChargeBearerType1Code? ChqInstr:Cheque11? UltmtDbtr:PartyIdentification135?
            IntrmyAgt1:BranchAndFinancialInstitutionIdentification6? IntrmyAgt1Acct:CashAccount38?
            IntrmyAgt2:BranchAndFinancialInstitutionIdentification6? IntrmyAgt2Acct:CashAccount38?
            IntrmyAgt3:BranchAndFinancialInstitutionIdentification6? IntrmyAgt3Acct:CashAccount38?
            CdtrAgt:BranchAndFinancialInstitutionIdentification6? CdtrAgtAcct:CashAccount38? Cdtr:PartyIdentification135? CdtrAcct:CashAccount38?
            UltmtCdtr:PartyIdentification135? InstrForCdtrAgt:InstructionForCreditorAgent1{0,n} InstrForDbtrAgt:Max140Text? Purp:Purpose2Choice?
            RgltryRptg:RegulatoryReporting3{0,10} Tax:TaxInformation8? RltdRmtInf:RemittanceLocation7{0,10} RmtInf:RemittanceInformation16?
            SplmtryData:SupplementaryData1{0,n}
        AccountIdentification4Choice | IBAN:IBAN2007Identifier Othr:GenericAccountIdentification1
        AccountSchemeName1Choice | Cd:ExternalAccountIdentification1Code Prtry:Max35Text
        AddressType3Choice | Cd:AddressType2Code Prtry:GenericIdentification30
        AmountType4Choice | InstdAmt:ActiveOrHistoricCurrencyAndAmount EqvtAmt:EquivalentAmount2
        Authorisation1Choice | Cd:Authorisation1Code Prtry:Max128Text
        BranchAndFinancialInstitutionIdentification6 = FinInstnId:FinancialInstitutionIdentification18 BrnchId:BranchData3?
        BranchData3 = Id:Max35Text? LEI:LEIIdentifier? Nm:Max140Text? PstlAdr:PostalAddress24?
        CashAccount38 = Id:AccountIdentification4Choice Tp:CashAccountType2Choice? Ccy:ActiveOrHistoricCurrencyCode? Nm:Max70Text?
            Prxy:ProxyAccountIdentification1?
        CashAccountType2Choice | Cd:ExternalCashAccountType1Code Prtry:Max35Text
        CategoryPurpose1Choice | Cd:ExternalCategoryPurpose1Code Prtry:Max35Text
        Cheque11 = ChqTp:ChequeType2Code? ChqNb:Max35Text? ChqFr:NameAndAddress16? DlvryMtd:ChequeDeliveryMethod1Choice? DlvrTo:NameAndAddress16?
            InstrPrty:Priority2Code? ChqMtrtyDt:ISODate? FrmsCd:Max35Text? MemoFld:Max35Text{0,2} RgnlClrZone:Max35Text? PrtLctn:Max35Text?
            Sgntr:Max70Text{0,5}
        ChequeDeliveryMethod1Choice | Cd:ChequeDelivery1Code Prtry:Max35Text
        ClearingSystemIdentification2Choice | Cd:ExternalClearingSystemIdentification1Code Prtry:Max35Text
        ClearingSystemMemberIdentification2 = ClrSysId:ClearingSystemIdentification2Choice? MmbId:Max35Text
        Contact4 = NmPrfx:NamePrefix2Code? Nm:Max140Text? PhneNb:PhoneNumber? MobNb:PhoneNumber? FaxNb:PhoneNumber? EmailAdr:Max2048Text?
            EmailPurp:Max35Text? JobTitl:Max35Text? Rspnsblty:Max35Text? Dept:Max70Text? Othr:OtherContact1{0,n}
            PrefrdMtd:PreferredContactMethod1Code?
        CreditorReferenceInformation2 = Tp:CreditorReferenceType2? Ref:Max35Text?
        CreditorReferenceType1Choice | Cd:DocumentType3Code Prtry:Max35Text
        CreditorReferenceType2 = CdOrPrtry:CreditorReferenceType1Choice Issr:Max35Text?
        DateAndDateTime2Choice | Dt:ISODate DtTm:ISODateTime
        DateAndPlaceOfBirth1 = BirthDt:ISODate PrvcOfBirth:Max35Text? CityOfBirth:Max35Text CtryOfBirth:CountryCode
        DatePeriod2 = FrDt:ISODate ToDt:ISODate
        DiscountAmountAndType1 = Tp:DiscountAmountType1Choice? Amt:ActiveOrHistoricCurrencyAndAmount
        DiscountAmountType1Choice | Cd:ExternalDiscountAmountType1Code Prtry:Max35Text
        DocumentAdjustment1 = Amt:ActiveOrHistoricCurrencyAndAmount CdtDbtInd:CreditDebitCode? Rsn:Max4Text? AddtlInf:Max140Text?
        DocumentLineIdentification1 = Tp:DocumentLineType1? Nb:Max35Text? RltdDt:ISODate?
        DocumentLineInformation1 = Id:DocumentLineIdentification1{1,n} Desc:Max2048Text? Amt:RemittanceAmount3?
        DocumentLineType1 = CdOrPrtry:DocumentLineType1Choice Issr:Max35Text?
        DocumentLineType1Choice | Cd:ExternalDocumentLineType1Code Prtry:Max35Text
        EquivalentAmount2 = Amt:ActiveOrHistoricCurrencyAndAmount CcyOfTrf:ActiveOrHistoricCurrencyCode
        ExchangeRate1 = UnitCcy:ActiveOrHistoricCurrencyCode? XchgRate:BaseOneRate? RateTp:ExchangeRateType1Code? CtrctId:Max35Text?
        FinancialIdentificationSchemeName1Choice | Cd:ExternalFinancialInstitutionIdentification1Code Prtry:Max35Text
        FinancialInstitutionIdentification18 = BICFI:BICFIDec2014Identifier? ClrSysMmbId:ClearingSystemMemberIdentification2? LEI:LEIIdentifier?
            Nm:Max140Text? PstlAdr:PostalAddress24? Othr:GenericFinancialIdentification1?
        Garnishment3 = Tp:GarnishmentType1 Grnshee:PartyIdentification135? GrnshmtAdmstr:PartyIdentification135? RefNb:Max140Text? Dt:ISODate?
            RmtdAmt:ActiveOrHistoricCurrencyAndAmount? FmlyMdclInsrncInd:TrueFalseIndicator? MplyeeTermntnInd:TrueFalseIndicator?
        GarnishmentType1 = CdOrPrtry:GarnishmentType1Choice Issr:Max35Text?
        GarnishmentType1Choice | Cd:ExternalGarnishmentType1Code Prtry:Max35Text
        GenericAccountIdentification1 = Id:Max34Text SchmeNm:AccountSchemeName1Choice? Issr:Max35Text?
        GenericFinancialIdentification1 = Id:Max35Text SchmeNm:FinancialIdentificationSchemeName1Choice? Issr:Max35Text?
        GenericIdentification30 = Id:Exact4AlphaNumericText Issr:Max35Text SchmeNm:Max35Text?
        GenericOrganisationIdentification1 = Id:Max35Text SchmeNm:OrganisationIdentificationSchemeName1Choice? Issr:Max35Text?
        GenericPersonIdentification1 = Id:Max35Text SchmeNm:PersonIdentificationSchemeName1Choice? Issr:Max35Text?
        InstructionForCreditorAgent1 = Cd:Instruction3Code? InstrInf:Max140Text?
        LocalInstrument2Choice | Cd:ExternalLocalInstrument1Code Prtry:Max35Text
        NameAndAddress16 = Nm:Max140Text Adr:PostalAddress24
        OrganisationIdentification29 = AnyBIC:AnyBICDec2014Identifier? LEI:LEIIdentifier? Othr:GenericOrganisationIdentification1{0,n}
        OrganisationIdentificationSchemeName1Choice | Cd:ExternalOrganisationIdentification1Code Prtry:Max35Text
        OtherContact1 = ChanlTp:Max4Text Id:Max128Text?
        Party38Choice | OrgId:OrganisationIdentification29 PrvtId:PersonIdentification13
        PartyIdentification135 = Nm:Max140Text? PstlAdr:PostalAddress24? Id:Party38Choice? CtryOfRes:CountryCode? CtctDtls:Contact4?
        PaymentIdentification6 = InstrId:Max35Text? EndToEndId:Max35Text UETR:UUIDv4Identifier?
        PaymentTypeInformation26 = InstrPrty:Priority2Code? SvcLvl:ServiceLevel8Choice{0,n} LclInstrm:LocalInstrument2Choice?
            CtgyPurp:CategoryPurpose1Choice?
        PersonIdentification13 = DtAndPlcOfBirth:DateAndPlaceOfBirth1? Othr:GenericPersonIdentification1{0,n}
        PersonIdentificationSchemeName1Choice | Cd:ExternalPersonIdentification1Code Prtry:Max35Text
        PostalAddress24 = AdrTp:AddressType3Choice? Dept:Max70Text? SubDept:Max70Text? StrtNm:Max70Text? BldgNb:Max16Text? BldgNm:Max35Text?
            Flr:Max70Text? PstBx:Max16Text? Room:Max70Text? PstCd:Max16Text? TwnNm:Max35Text? TwnLctnNm:Max35Text? DstrctNm:Max35Text?
            CtrySubDvsn:Max35Text? Ctry:CountryCode? AdrLine:Max70Text{0,7}
        ProxyAccountIdentification1 = Tp:ProxyAccountType1Choice? Id:Max2048Text
        ProxyAccountType1Choice | Cd:ExternalProxyAccountType1Code Prtry:Max35Text
        Purpose2Choice | Cd:ExternalPurpose1Code Prtry:Max35Text
        ReferredDocumentInformation7 = Tp:ReferredDocumentType4? Nb:Max35Text? RltdDt:ISODate? LineDtls:DocumentLineInformation1{0,n}
        ReferredDocumentType3Choice | Cd:DocumentType6Code Prtry:Max35Text
        ReferredDocumentType4 = CdOrPrtry:ReferredDocumentType3Choice Issr:Max35Text?
        RegulatoryAuthority2 = Nm:Max140Text? Ctry:CountryCode?
        RegulatoryReporting3 = DbtCdtRptgInd:RegulatoryReportingType1Code? Authrty:RegulatoryAuthority2? Dtls:StructuredRegulatoryReporting3{0,n}
        RemittanceAmount2 = DuePyblAmt:ActiveOrHistoricCurrencyAndAmount? DscntApldAmt:DiscountAmountAndType1{0,n}
            CdtNoteAmt:ActiveOrHistoricCurrencyAndAmount? TaxAmt:TaxAmountAndType1{0,n} AdjstmntAmtAndRsn:DocumentAdjustment1{0,n}
            RmtdAmt:ActiveOrHistoricCurrencyAndAmount?
        RemittanceAmount3 = DuePyblAmt:ActiveOrHistoricCurrencyAndAmount? DscntApldAmt:DiscountAmountAndType1{0,n}
            CdtNoteAmt:ActiveOrHistoricCurrencyAndAmount? TaxAmt:TaxAmountAndType1{0,n} AdjstmntAmtAndRsn:DocumentAdjustment1{0,n}
            RmtdAmt:ActiveOrHistoricCurrencyAndAmount?
        RemittanceInformation16 = Ustrd:Max140Text{0,n} Strd:StructuredRemittanceInformation16{0,n}
        RemittanceLocation7 = RmtId:Max35Text? RmtLctnDtls:RemittanceLocationData1{0,n}
        RemittanceLocationData1 = Mtd:RemittanceLocationMethod2Code ElctrncAdr:Max2048Text? PstlAdr:NameAndAddress16?
        ServiceLevel8Choice | Cd:ExternalServiceLevel1Code Prtry:Max35Text
        StructuredRegulatoryReporting3 = Tp:Max35Text? Dt:ISODate? Ctry:CountryCode? Cd:Max10Text? Amt:ActiveOrHistoricCurrencyAndAmount?
            Inf:Max35Text{0,n}
        StructuredRemittanceInformation16 = RfrdDocInf:ReferredDocumentInformation7{0,n} RfrdDocAmt:RemittanceAmount2?
            CdtrRefInf:CreditorReferenceInformation2? Invcr:PartyIdentification135? Invcee:PartyIdentification135? TaxRmt:TaxInformation7?
            GrnshmtRmt:Garnishment3? AddtlRmtInf:Max140Text{0,3}
        SupplementaryData1 = PlcAndNm:Max350Text? Envlp:SupplementaryDataEnvelope1
        SupplementaryDataEnvelope1 = *any
        TaxAmount2 = Rate:PercentageRate? TaxblBaseAmt:ActiveOrHistoricCurrencyAndAmount? TtlAmt:ActiveOrHistoricCurrencyAndAmount?
            Dtls:TaxRecordDetails2{0,n}
        TaxAmountAndType1 = Tp:TaxAmountType1Choice? Amt:ActiveOrHistoricCurrencyAndAmount
        TaxAmountType1Choice | Cd:ExternalTaxAmountType1Code Prtry:Max35Text
        TaxAuthorisation1 = Titl:Max35Text? Nm:Max140Text?
        TaxInformation7 = Cdtr:TaxParty1? Dbtr:TaxParty2? UltmtDbtr:TaxParty2? AdmstnZone:Max35Text? RefNb:Max140Text? Mtd:Max35Text?
            TtlTaxblBaseAmt:ActiveOrHistoricCurrencyAndAmount? TtlTaxAmt:ActiveOrHistoricCurrencyAndAmount? Dt:ISODate? SeqNb:Number?
            Rcrd:TaxRecord2{0,n}
        TaxInformation8 = Cdtr:TaxParty1? Dbtr:TaxParty2? AdmstnZone:Max35Text? RefNb:Max140Text? Mtd:Max35Text?
            TtlTaxblBaseAmt:ActiveOrHistoricCurrencyAndAmount? TtlTaxAmt:ActiveOrHistoricCurrencyAndAmount? Dt:ISODate? SeqNb:Number?
            Rcrd:TaxRecord2{0,n}
        TaxParty1 = TaxId:Max35Text? RegnId:Max35Text? TaxTp:Max35Text?
        TaxParty2 = TaxId:Max35Text? RegnId:Max35Text? TaxTp:Max35Text? Authstn:TaxAuthorisation1?
        TaxPeriod2 = Yr:ISODate? Tp:TaxRecordPeriod1Code? FrToDt:DatePeriod2?
        TaxRecord2 = Tp:Max35Text? Ctgy:Max35Text? CtgyDtls:Max35Text? DbtrSts:Max35Text? CertId:Max35Text? FrmsCd:Max35Text? Prd:TaxPeriod2?
            TaxAmt:TaxAmount2? AddtlInf:Max140Text?
        TaxRecordDetails2 = Prd:TaxPeriod2? Amt:ActiveOrHistoricCurrencyAndAmount
        """;
}
