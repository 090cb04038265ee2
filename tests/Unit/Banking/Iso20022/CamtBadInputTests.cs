using System.Text;
using IntegrationFunctions.Banking.Statements.Camt;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Tests.Unit.Banking.Iso20022;

public class CamtBadInputTests
{
    [Theory]
    [InlineData("", "not-xml")]
    [InlineData("   ", "not-xml")]
    [InlineData("hello", "not-xml")]
    [InlineData("{\"a\":1}", "not-xml")]
    [InlineData("%PDF-1.7\n%\u00e2\u00e3", "not-xml")]
    [InlineData(":20:STARTUMS\n:25:12345/678\n", "not-xml")]
    [InlineData("<a><b></a>", "not-xml")]
    [InlineData("<Document><BkToCstmrStmt><Stmt></Document>", "not-xml")]
    [InlineData("<html xmlns=\"http://www.w3.org/1999/xhtml\"><body/></html>", "wrong-namespace")]
    [InlineData(
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\"><CstmrCdtTrfInitn/></Document>",
        "wrong-namespace"
    )]
    [InlineData(
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.060.001.05\"><AcctRptgReq/></Document>",
        "wrong-namespace"
    )]
    [InlineData("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"/>", "wrong-namespace")]
    [InlineData("<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>", "dtd-forbidden")]
    public void Unreadable_files_say_what_they_are(string content, string code)
    {
        var error = CamtFixture.Read(content).Error!;
        Assert.Equal((ErrorKind.Validation, code), (error.Kind, error.Code));
    }

    [Theory]
    [InlineData("pain.001.001.09", "CstmrCdtTrfInitn")]
    [InlineData("camt.060.001.05", "AcctRptgReq")]
    public void Another_message_is_named(string message, string element)
    {
        var error = CamtFixture
            .Read(
                $"<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:{message}\"><{element}><A/></{element}></Document>"
            )
            .Error!;
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(element, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entity_bomb_is_refused_before_it_grows()
    {
        var bomb = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY lol0 \"lol\">");
        for (var level = 1; level < 12; level++)
            bomb.Append($"<!ENTITY lol{level} \"{string.Concat(Enumerable.Repeat($"&lol{level - 1};", 10))}\">");
        bomb.Append("]><Document>&lol11;</Document>");

        Assert.Equal("dtd-forbidden", CamtFixture.Read(bomb.ToString()).Error!.Code);
    }

    [Theory]
    [InlineData(
        "<Amt Ccy=\"EUR\">12.50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>",
        "<Amt Ccy=\"EUR\">twelve</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>",
        "Ntry[1]/Amt (line 6)"
    )]
    [InlineData(
        "<Amt Ccy=\"EUR\">12.50</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>",
        "<CdtDbtInd>CRDT</CdtDbtInd><Sts>",
        "Ntry[1] (line"
    )]
    [InlineData("<Amt Ccy=\"EUR\">12.50</Amt>", "<Amt Ccy=\"EUR\"/>", "Ntry[1]/Amt (line 6)")]
    [InlineData("<CdtDbtInd>CRDT</CdtDbtInd>", "", "Ntry[1] (line")]
    [InlineData("12.50</Amt>", "1,2,3</Amt>", "Ntry[1]/Amt (line 6)")]
    [InlineData("12.50</Amt>", "1234567890123456789012345678901234567890</Amt>", "Ntry[1]/Amt (line 6)")]
    public void Illegible_money_is_refused_and_its_place_named(string piece, string inItsPlace, string place)
    {
        var error = CamtFixture
            .Read(
                CamtFixture.Statement(
                    CamtFixture.Account + CamtFixture.Entry.Replace(piece, inItsPlace, StringComparison.Ordinal)
                )
            )
            .Error!;
        Assert.Equal("illegible", error.Code);
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_direction_is_taken_from_the_transactions()
    {
        var file = CamtFixture.ReadEntry("<CdtDbtInd>CRDT</CdtDbtInd><Sts>", "<Sts>");
        Assert.Equal("missing-direction", Assert.Single(file.Deviations).Code);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused_with_line_and_length()
    {
        var bytes = Encoding.UTF8.GetBytes(CamtFixture.Whole);
        for (var length = 1; length < bytes.Length; length++)
        {
            var error = CamtFixture.Read(bytes[..length]).Error!;
            Assert.Equal("cut-off", error.Code);
            Assert.Contains("line ", error.Message, StringComparison.Ordinal);
            Assert.Contains(length.ToString("N0"), error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Samples_cut_at_every_97th_byte_never_throw()
    {
        foreach (var (name, path) in Iso20022Data.MessagesOf("camt.052", "camt.053", "camt.054"))
        {
            var bytes = File.ReadAllBytes(path);
            for (var length = 0; length < bytes.Length; length += 97)
            {
                if (
                    CamtFixture.Read(bytes[..length]).Error is not { Code: "cut-off" or "not-xml" }
                    && !EndsBehindTheRoot(bytes, length)
                )
                    Assert.Fail($"{name} cut at {length} was taken for whole.");
            }
        }

        static bool EndsBehindTheRoot(byte[] bytes, int length) =>
            bytes.AsSpan(0, length).IndexOf("</Document>"u8) >= 0;
    }

    [Fact]
    public void Random_damage_never_throws()
    {
        var bytes = Encoding.UTF8.GetBytes(CamtFixture.Whole);
        var random = new Random(97);
        for (var round = 0; round < 1000; round++)
        {
            var damaged = bytes.ToArray();
            for (var hit = random.Next(1, 6); hit > 0; hit--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            var result = CamtFixture.Read(damaged);
            Assert.True(result.Error is null || result.Error.Message.Length > 0);
        }
    }

    [Fact]
    public void A_declared_length_beyond_the_limit_is_refused_without_reading()
    {
        using var stream = new EndlessStream(isSeekable: true);
        Assert.Equal("too-large", new CamtReader().Read(stream).Error!.Code);
        Assert.Equal(0, stream.BytesRead);
    }

    [Fact]
    public void An_endless_stream_is_stopped_at_the_limit()
    {
        using var stream = new EndlessStream(isSeekable: false);
        var options = new CamtReaderOptions { MaxBytes = 1 << 20 };
        Assert.Equal("too-large", new CamtReader(options).Read(stream).Error!.Code);
        Assert.InRange(stream.BytesRead, 1 << 20, (1 << 20) + (1 << 17));
    }

    [Fact]
    public void Endless_nesting_is_stopped()
    {
        var xml = CamtFixture.Statement(string.Concat(Enumerable.Repeat("<a>", 100_000)));
        Assert.Equal("too-large", CamtFixture.Read(xml).Error!.Code);
    }

    /// <summary>Says that it has 2 GB, and yields blanks between elements for ever.</summary>
    private sealed class EndlessStream(bool isSeekable) : Stream
    {
        private readonly byte[] _start = Encoding.UTF8.GetBytes(
            $"<Document xmlns=\"{CamtFixture.Namespace}\"><BkToCstmrStmt>"
        );

        public long BytesRead { get; private set; }
        public override bool CanRead => true;
        public override bool CanSeek => isSeekable;
        public override bool CanWrite => false;
        public override long Length => isSeekable ? 2L << 30 : throw new NotSupportedException();
        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            for (var index = 0; index < count; index++, BytesRead++)
                buffer[offset + index] = BytesRead < _start.Length ? _start[BytesRead] : (byte)' ';
            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
