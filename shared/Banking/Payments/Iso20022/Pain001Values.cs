namespace IntegrationFunctions.Banking.Payments.Iso20022;

/// <summary>Simple types of pain.001.001.09 (ISO 20022, Payments Initiation, message definition report part 2), one a line.</summary>
internal static class Pain001Values
{
    /// <summary>
    /// <c>name text min max</c>, <c>name pattern expression</c>, <c>name codes ...</c>, <c>name decimal totalDigits fractionDigits</c>, or date,
    /// dateTime, boolean. <c>amount</c> is a decimal, not negative, with the attribute Ccy. A line that begins with blanks continues the one above.
    /// </summary>
    public const string Lines = """
        ActiveOrHistoricCurrencyAndAmount amount 18 5
        ActiveOrHistoricCurrencyCode pattern [A-Z]{3,3}
        AddressType2Code codes ADDR PBOX HOME BIZZ MLTO DLVY
        AnyBICDec2014Identifier pattern [A-Z0-9]{4,4}[A-Z]{2,2}[A-Z0-9]{2,2}([A-Z0-9]{3,3}){0,1}
        Authorisation1Code codes AUTH FDET FSUM ILEV
        BICFIDec2014Identifier pattern [A-Z0-9]{4,4}[A-Z]{2,2}[A-Z0-9]{2,2}([A-Z0-9]{3,3}){0,1}
        BaseOneRate decimal 11 10
        BatchBookingIndicator boolean
        ChargeBearerType1Code codes DEBT CRED SHAR SLEV
        ChequeDelivery1Code codes MLDB MLCD MLFA CRDB CRCD CRFA PUDB PUCD PUFA RGDB RGCD RGFA
        ChequeType2Code codes CCHQ CCCH BCHQ DRFT ELDR
        CountryCode pattern [A-Z]{2,2}
        CreditDebitCode codes CRDT DBIT
        DecimalNumber decimal 18 17
        DocumentType3Code codes RADM RPIN FXDR DISP PUOR SCOR
        DocumentType6Code codes MSIN CNFA DNFA CINV CREN DEBN HIRI SBIN CMCN SOAC DISP BOLD VCHR AROI TSUT PUOR
        Exact4AlphaNumericText pattern [a-zA-Z0-9]{4}
        ExchangeRateType1Code codes SPOT SALE AGRD
        ExternalAccountIdentification1Code text 1 4
        ExternalCashAccountType1Code text 1 4
        ExternalCategoryPurpose1Code text 1 4
        ExternalClearingSystemIdentification1Code text 1 5
        ExternalDiscountAmountType1Code text 1 4
        ExternalDocumentLineType1Code text 1 4
        ExternalFinancialInstitutionIdentification1Code text 1 4
        ExternalGarnishmentType1Code text 1 4
        ExternalLocalInstrument1Code text 1 35
        ExternalOrganisationIdentification1Code text 1 4
        ExternalPersonIdentification1Code text 1 4
        ExternalProxyAccountType1Code text 1 4
        ExternalPurpose1Code text 1 4
        ExternalServiceLevel1Code text 1 4
        ExternalTaxAmountType1Code text 1 4
        IBAN2007Identifier pattern [A-Z]{2,2}[0-9]{2,2}[a-zA-Z0-9]{1,30}
        ISODate date
        ISODateTime dateTime
        Instruction3Code codes CHQB HOLD PHOB TELB
        LEIIdentifier pattern [A-Z0-9]{18,18}[0-9]{2,2}
        Max10Text text 1 10
        Max128Text text 1 128
        Max140Text text 1 140
        Max15NumericText pattern [0-9]{1,15}
        Max16Text text 1 16
        Max2048Text text 1 2048
        Max34Text text 1 34
        Max350Text text 1 350
        Max35Text text 1 35
        Max4Text text 1 4
        Max70Text text 1 70
        NamePrefix2Code codes DOCT MADM MISS MIST MIKS
        Number decimal 18 0
        PaymentMethod3Code codes CHK TRF TRA
        PercentageRate decimal 11 10
        PhoneNumber pattern \+[0-9]{1,3}-[0-9()+\-]{1,30}
        PreferredContactMethod1Code codes LETT MAIL PHON FAXX CELL
        Priority2Code codes HIGH NORM
        RegulatoryReportingType1Code codes CRED DEBT BOTH
        RemittanceLocationMethod2Code codes FAXI EDIC URID EMAL POST SMSM
        TaxRecordPeriod1Code codes MM01 MM02 MM03 MM04 MM05 MM06 MM07 MM08 MM09 MM10 MM11 MM12 QTR1 QTR2 QTR3 QTR4 HLF1 HLF2
        TrueFalseIndicator boolean
        UUIDv4Identifier pattern [a-f0-9]{8}-[a-f0-9]{4}-4[a-f0-9]{3}-[89ab][a-f0-9]{3}-[a-f0-9]{12}
        """;
}
