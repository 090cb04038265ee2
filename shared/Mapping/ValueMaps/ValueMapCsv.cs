using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Mapping.ValueMaps;

/// <summary>
/// Entries of a value map as CSV (RFC 4180): columns from, to and note, UTF-8 with a byte order mark, guarded against formulas. Read is what
/// spreadsheets write: with commas, semicolons or tabs, in UTF-8, UTF-16 or Windows-1252, with headings in English or French.
/// </summary>
public static class ValueMapCsv
{
    private static readonly char[] Delimiters = [',', ';', '\t'];
    private static readonly string[] From = ["from", "source", "de", "depuis"];
    private static readonly string[] To = ["to", "target", "vers", "cible"];
    private static readonly string[] Note = ["note", "notes", "remarque", "remarques", "commentaire"];

    /// <summary>The entries as a file.</summary>
    public static byte[] Write(IEnumerable<ValueMapEntry> entries)
    {
        using var bytes = new MemoryStream();
        using (var text = new StreamWriter(bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)))
        using (var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n" }))
        {
            csv.WriteField("from");
            csv.WriteField("to");
            csv.WriteField("note");
            csv.NextRecord();
            foreach (var entry in entries)
            {
                csv.WriteField(FormulaGuard.GuardReversibly(entry.From));
                csv.WriteField(FormulaGuard.GuardReversibly(entry.To));
                csv.WriteField(FormulaGuard.GuardReversibly(entry.Note ?? ""));
                csv.NextRecord();
            }
        }
        return bytes.ToArray();
    }

    /// <summary>The entries of a file; or what is wrong with it, with pointers by line and column: <c>/3/to</c>.</summary>
    public static ValueMapFile Read(byte[] file)
    {
        var deviations = new List<string>();
        var text = Decode(file, deviations);
        var line = text.AsSpan(
            0,
            Math.Max(0, text.AsSpan().IndexOfAny('\r', '\n') is var end and >= 0 ? end : text.Length)
        );
        var delimiter = Delimiters.MaxBy(Occurrences(line.ToString()));
        var errors = new List<IntegrationError>();
        var entries = new List<ValueMapEntry>();
        using var csv = new CsvReader(
            new StringReader(text),
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                Delimiter = $"{delimiter}",
                BadDataFound = bad =>
                    errors.Add(
                        Wrong(
                            $"/{bad.Context.Parser?.RawRow ?? 0}",
                            "A quotation mark stands where none may: a field that holds one is quoted whole, and the mark doubled."
                        )
                    ),
                MissingFieldFound = null,
                IgnoreBlankLines = true,
            }
        );
        if (!csv.Read() || !csv.ReadHeader())
        {
            return new(
                [],
                [Wrong("/1", "The file is empty. Its first line names the columns: from,to,note.")],
                deviations
            );
        }
        var (from, to, note) = (Column(csv, From), Column(csv, To), Column(csv, Note));
        if (from < 0 || to < 0)
        {
            var got = string.Join(", ", (csv.HeaderRecord ?? []).Take(10));
            return new(
                [],
                [
                    Wrong(
                        "/1",
                        $"The first line must name the columns from and to (in French: de, vers), and may name note; it has: {got}."
                    ),
                ],
                deviations
            );
        }
        while (csv.Read())
        {
            if (entries.Count == ValueMapRules.MostEntries)
            {
                errors.Add(
                    Wrong($"/{csv.Parser.RawRow}", $"A value map has at most {ValueMapRules.MostEntries} entries.")
                );
                break;
            }
            var (source, target) = (Field(csv, from), Field(csv, to));
            if (source is null || target is null)
            {
                errors.Add(
                    Wrong($"/{csv.Parser.RawRow}/{(source is null ? "from" : "to")}", "The line has too few columns.")
                );
                continue;
            }
            entries.Add(new(source, target, Field(csv, note) is { Length: > 0 } text1 ? text1 : null));
        }
        return new(entries, errors, deviations);
    }

    private static string Decode(byte[] file, List<string> deviations)
    {
        if (file is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return (file[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(file.AsSpan(2));
        }
        var bytes = file is [0xEF, 0xBB, 0xBF, ..] ? file.AsSpan(3) : file;
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            deviations.Add("The file is not UTF-8; it was read as Windows-1252.");
            return CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(bytes);
        }
    }

    private static Func<char, int> Occurrences(string line) => delimiter => line.Count(c => c == delimiter);

    private static int Column(CsvReader csv, string[] names) =>
        Array.FindIndex(
            csv.HeaderRecord ?? [],
            heading => names.Contains(heading.Trim(), StringComparer.OrdinalIgnoreCase)
        );

    private static string? Field(CsvReader csv, int column) =>
        column >= 0 && csv.TryGetField<string>(column, out var field) && field is not null
            ? FormulaGuard.TakeOff(field)
            : null;

    private static IntegrationError Wrong(string pointer, string message) =>
        ValueMapRules.Invalid(pointer, $"Line {pointer.Split('/')[1]}: {message}");
}

/// <summary>What a CSV file holds.</summary>
/// <param name="Entries">The entries, as far as they could be read.</param>
/// <param name="Errors">What is wrong; the file is not to be used where there is something.</param>
/// <param name="Deviations">What was not as it should be and was understood all the same.</param>
public sealed record ValueMapFile(
    IReadOnlyList<ValueMapEntry> Entries,
    IReadOnlyList<IntegrationError> Errors,
    IReadOnlyList<string> Deviations
);
