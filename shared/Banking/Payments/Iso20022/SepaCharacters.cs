using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace IntegrationFunctions.Banking.Payments.Iso20022;

/// <summary>The characters that every bank in SEPA takes (EPC implementation guidelines, 1.4), and how others become them (EPC217-08).</summary>
internal static class SepaCharacters
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ "
    );

    // Letters that Unicode doesn't take apart into a base letter and a mark, and signs with a customary stand-in.
    private static readonly FrozenDictionary<char, string> Replacements = Pairs(
            "ß=s Æ=A æ=a Ø=O ø=o Œ=O œ=o Ð=D ð=d Đ=D đ=d Þ=T þ=t Ł=L ł=l Ħ=H ħ=h ı=i ŉ=n Ŋ=N ŋ=n Ŧ=T ŧ=t ĸ=k ſ=s €=E &=+ "
                + "‘=' ’=' ‚=, ‛=' “=' ”=' „=' «=' »=' ‹=' ›=' \"=' `=' ´=' –=- —=- ‐=- ‑=- −=- _=- ~=- {=( }=) [=( ]=) <=( >=) |=/ \\=/ "
                + "Α=A Β=V Γ=G Δ=D Ε=E Ζ=Z Η=I Θ=TH Ι=I Κ=K Λ=L Μ=M Ν=N Ξ=X Ο=O Π=P Ρ=R Σ=S Τ=T Υ=Y Φ=F Χ=CH Ψ=PS Ω=O "
                + "α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o "
                + "А=A Б=B В=V Г=G Д=D Е=E Ж=ZH З=Z И=I К=K Л=L М=M Н=N О=O П=P Р=R С=S Т=T У=U Ф=F Х=H Ц=TS Ч=CH Ш=SH Щ=SHT Ъ=A Ь=Y Ю=YU Я=YA "
                + "а=a б=b в=v г=g д=d е=e ж=zh з=z и=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=h ц=ts ч=ch ш=sh щ=sht ъ=a ь=y ю=yu я=ya"
        )
        .ToFrozenDictionary();

    private static Dictionary<char, string> Pairs(string pairs) =>
        pairs.Split(' ').ToDictionary(pair => pair[0], pair => pair[2..]);

    /// <summary>Place of the first character outside the set; -1 where there is none.</summary>
    public static int FirstForbidden(string text) => text.AsSpan().IndexOfAnyExcept(Allowed);

    /// <summary>Accents and umlauts lose their marks, other letters and signs get a stand-in, what has none becomes a full stop.</summary>
    public static string Transliterate(string text)
    {
        if (FirstForbidden(text) < 0)
            return text;
        var result = new StringBuilder(text.Length);
        foreach (var rune in Composed(text).EnumerateRunes())
        {
            if (rune.IsBmp && Allowed.Contains((char)rune.Value))
                result.Append((char)rune.Value);
            else if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
                result.Append(' ');
            else if (rune.IsBmp && Replacements.TryGetValue((char)rune.Value, out var replacement))
                result.Append(replacement);
            else
                result.Append(BaseOf(rune));
        }
        return result.ToString();
    }

    // A lone surrogate has no normal form.
    private static string Composed(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => rune.ToString())).Normalize(NormalizationForm.FormC);

    private static string BaseOf(Rune rune)
    {
        var kept = new StringBuilder();
        foreach (var part in rune.ToString().Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (
                Rune.GetUnicodeCategory(part)
                is UnicodeCategory.NonSpacingMark
                    or UnicodeCategory.SpacingCombiningMark
                    or UnicodeCategory.EnclosingMark
            )
                continue;
            if (part.IsBmp && Allowed.Contains((char)part.Value))
                kept.Append((char)part.Value);
            else if (part.IsBmp && Replacements.TryGetValue((char)part.Value, out var replacement))
                kept.Append(replacement);
            else
                return ".";
        }
        return kept.Length == 0 ? "." : kept.ToString();
    }
}
