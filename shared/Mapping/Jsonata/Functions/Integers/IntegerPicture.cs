using IntegrationFunctions.Mapping.Jsonata.Errors;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>How an integer is written.</summary>
internal enum IntegerStyle
{
    Decimal,
    Letters,
    Roman,
    Words,

    /// <summary>Some other sequence, such as ①: recognised, and not supported.</summary>
    Sequence,
}

/// <summary>The case of letters.</summary>
internal enum LetterCase
{
    Lower,
    Upper,
    Title,
}

/// <summary>A picture string of an integer, taken apart (XPath F&amp;O 3.1, 4.6.1).</summary>
internal sealed class IntegerPicture
{
    private static readonly BoundedCache<IntegerPicture> Known = new();

    // The zeros of the decimal digit families below U+10000.
    private const string Zeros =
        "0\u0660\u06F0\u07C0\u0966\u09E6\u0A66\u0AE6\u0B66\u0BE6\u0C66\u0CE6\u0D66\u0DE6\u0E50\u0ED0\u0F20\u1040\u1090\u17E0\u1810\u1946"
        + "\u19D0\u1A80\u1A90\u1B50\u1BB0\u1C40\u1C50\uA620\uA8D0\uA900\uA9D0\uA9F0\uAA50\uABF0\uFF10";

    private IntegerPicture(string picture)
    {
        var semicolon = picture.LastIndexOf(';');
        Token = semicolon < 0 ? picture : picture[..semicolon];
        IsOrdinal = semicolon >= 0 && semicolon + 1 < picture.Length && picture[semicolon + 1] == 'o';
        (Style, Case) = Token switch
        {
            "A" => (IntegerStyle.Letters, LetterCase.Upper),
            "a" => (IntegerStyle.Letters, LetterCase.Lower),
            "I" => (IntegerStyle.Roman, LetterCase.Upper),
            "i" => (IntegerStyle.Roman, LetterCase.Lower),
            "W" => (IntegerStyle.Words, LetterCase.Upper),
            "Ww" => (IntegerStyle.Words, LetterCase.Title),
            "w" => (IntegerStyle.Words, LetterCase.Lower),
            _ => (IntegerStyle.Decimal, LetterCase.Lower),
        };
        if (Style == IntegerStyle.Decimal)
        {
            ReadDigits();
        }
    }

    public IntegerStyle Style { get; private set; }

    public LetterCase Case { get; }

    public bool IsOrdinal { get; }

    /// <summary>The picture without its modifier.</summary>
    public string Token { get; }

    /// <summary>Digits that are written at least; null where the style is not decimal.</summary>
    public double? Mandatory { get; set; }

    public int Optional { get; private set; }

    /// <summary>The zero of the digit family.</summary>
    public char Zero { get; private set; } = '0';

    /// <summary>Digits between separators where they are regular, else 0.</summary>
    public int Regular { get; private set; }

    /// <summary>The separators, from the rightmost, each with the digits to its right.</summary>
    public (int Position, string Text)[] Separators { get; private set; } = [];

    /// <summary>Digits that are read, no more and no less; null for as many as there are.</summary>
    public double? ReadWidth { get; set; }

    /// <summary>A picture; the same one each time, which must not be changed.</summary>
    /// <exception cref="JsonataException">D3131: digits of several families.</exception>
    public static IntegerPicture Of(string picture) => Known.Get(picture, static text => new IntegerPicture(text));

    /// <summary>A picture of its own, which may be changed.</summary>
    /// <exception cref="JsonataException">D3131: digits of several families.</exception>
    public static IntegerPicture New(string picture) => new(picture);

    private void ReadDigits()
    {
        var (mandatory, position, zero) = (0, 0, '\0');
        var separators = new List<(int, string)>();
        for (var i = Token.Length - 1; i >= 0; i--)
        {
            var c = Token[i];
            if (FamilyOf(c) is var family and not '\0')
            {
                mandatory++;
                position++;
                zero = zero == '\0' || zero == family ? family : throw new JsonataException("D3131");
            }
            else if (c == '#')
            {
                position++;
                Optional++;
            }
            else
            {
                var pair = i > 0 && char.IsSurrogatePair(Token[i - 1], c);
                separators.Add((position, pair ? Token.Substring(--i, 2) : c.ToString()));
            }
        }

        if (mandatory == 0)
        {
            Style = IntegerStyle.Sequence;
            return;
        }

        (Mandatory, Zero, Separators) = (mandatory, zero, [.. separators]);
        Regular = RegularInterval();
    }

    private int RegularInterval()
    {
        if (Separators.Length == 0)
        {
            return 0;
        }

        Span<int> positions = Separators.Length <= 32 ? stackalloc int[Separators.Length] : new int[Separators.Length];
        for (var i = 0; i < positions.Length; i++)
        {
            if (Separators[i].Text != Separators[0].Text)
            {
                return 0;
            }

            positions[i] = Separators[i].Position;
        }

        return Grouping.Regular(positions);
    }

    private static char FamilyOf(char c)
    {
        if (char.IsAscii(c))
        {
            return char.IsAsciiDigit(c) ? '0' : '\0';
        }

        foreach (var zero in Zeros)
        {
            if (c >= zero && c <= zero + 9)
            {
                return zero;
            }
        }

        return '\0';
    }
}
