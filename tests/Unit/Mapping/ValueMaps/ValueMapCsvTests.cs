using System.Text;
using CsCheck;
using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.ValueMaps;

namespace IntegrationFunctions.Tests.Unit.Mapping.ValueMaps;

public sealed class ValueMapCsvTests
{
    private static readonly Gen<string> Texts = Gen.Frequency(
            (3, Gen.String[Gen.Char[' ', 'ÿ'], 0, 8]),
            (1, Gen.String[Gen.Char["=+-@'\"\t;, \u20acé"], 0, 4])
        )
        .Select(text => string.Concat(text.Where(c => !char.IsControl(c))));

    [Fact]
    public void What_is_exported_is_imported_as_it_was()
    {
        Gen.Select(Texts, Texts, Texts)
            .Array[0, 20]
            .Sample(rows =>
            {
                var entries = rows.Select(row => new ValueMapEntry(
                        row.Item1,
                        row.Item2,
                        row.Item3.Length == 0 ? null : row.Item3
                    ))
                    .ToList();
                var read = ValueMapCsv.Read(ValueMapCsv.Write(entries));
                Assert.Empty(read.Errors);
                Assert.Empty(read.Deviations);
                Assert.Equal(entries, read.Entries);
            });
    }

    [Fact]
    public void No_cell_of_an_export_is_a_formula()
    {
        string[] formulas = ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(\"https://evil.example\")"];
        var text = Encoding.UTF8.GetString(ValueMapCsv.Write(formulas.Select(f => new ValueMapEntry(f, f, f))));
        foreach (
            var cell in text.Split('\n').Skip(1).Where(line => line.Length > 0).SelectMany(line => line.Split(','))
        )
        {
            Assert.DoesNotContain(cell.TrimStart('"')[0], "=+-@");
        }
    }

    [Theory]
    [InlineData("from,to\nDE,Germany\n")]
    [InlineData("from;to\r\nDE;Germany\r\n")]
    [InlineData("\uFEFFfrom\tto\nDE\tGermany")]
    [InlineData("To,Note,FROM\nGermany,,DE\n")]
    [InlineData("de;vers;remarque\nDE;Germany;\n")]
    [InlineData("\"from\";\"to\"\n\"DE\";\"Germany\"\n\n")]
    public void Files_of_spreadsheets_are_understood(string file) =>
        Assert.Equal([new ValueMapEntry("DE", "Germany")], ValueMapCsv.Read(Encoding.UTF8.GetBytes(file)).Entries);

    [Fact]
    public void Other_encodings_are_read_and_reported()
    {
        const string File = "de;vers\nPIÈCE;Stück €\n";
        var windows = ValueMapCsv.Read(CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(File));
        Assert.Equal([new ValueMapEntry("PIÈCE", "Stück €")], windows.Entries);
        Assert.Contains("Windows-1252", Assert.Single(windows.Deviations), StringComparison.Ordinal);
        foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            var wide = ValueMapCsv.Read([.. encoding.GetPreamble(), .. encoding.GetBytes(File)]);
            Assert.Equal(windows.Entries, wide.Entries);
        }
    }

    [Theory]
    [InlineData("", "/1")]
    [InlineData("a,b\n1,2\n", "/1")]
    [InlineData("from,to\nDE,Germany\nFR\n", "/3/to")]
    [InlineData("from,to\nDE,Ger\"many\n", "/2")]
    public void What_is_wrong_is_pointed_at_by_line(string file, string pointer)
    {
        var error = Assert.Single(ValueMapCsv.Read(Encoding.UTF8.GetBytes(file)).Errors);
        Assert.Equal(pointer, error.Pointer);
        Assert.StartsWith($"Line {pointer.Split('/')[1]}", error.Message);
    }
}
