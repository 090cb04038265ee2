using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Reads signatures such as <c>&lt;s-(nf)a&lt;s&gt;?:s&gt;</c>. Letters that mean nothing are passed over, as in the reference.</summary>
internal static class SignatureReader
{
    private const int Missing = 1 << (int)JsonataKind.Undefined;
    private const int Functions = 1 << (int)JsonataKind.Function;
    private const int All = (1 << ((int)JsonataKind.Function + 1)) - 1;

    public static Signature.Parameter[] Read(string text)
    {
        var parameters = new List<Signature.Parameter>();
        var next = new Signature.Parameter();
        var last = next;
        for (var i = 1; i < text.Length && text[i] != ':'; i++)
        {
            switch (text[i])
            {
                case 's' or 'n' or 'b' or 'l' or 'o' or 'a' or 'f' or 'j' or 'x':
                    Push(text[i], KindsOf(text[i]));
                    break;
                case '-':
                    last.TakesContext = true;
                    last.ContextKinds = last.Least == 0 || last.Type == 0 ? All : last.Kinds;
                    Repeat(last, 0, last.Most, text);
                    break;
                case '?':
                    Repeat(last, 0, last.Most, text);
                    break;
                case '+':
                    Repeat(last, 1, int.MaxValue, text);
                    break;
                case '(':
                    var end = Closing(text, i, '(', ')');
                    Push('(', ChoiceOf(text[(i + 1)..end], i));
                    i = end;
                    break;
                case '<' when last.Type is 'a' or 'f':
                    end = Closing(text, i, '<', '>');
                    last.Subtype = text[(i + 1)..end];
                    last.ElementKinds = last.Subtype.Length == 0 ? 0 : KindOf(last.Subtype[0]);
                    i = end;
                    break;
                case '<':
                    throw new JsonataException(
                        "S0401",
                        position: i,
                        value: JsonataValue.Of(last.Type == 0 ? null : last.Type.ToString())
                    );
            }
        }

        return [.. parameters];

        void Push(char type, int kinds)
        {
            (next.Type, next.Kinds, next.Least, next.Most, next.Lazy) = (type, kinds, 1, 1, false);
            parameters.Add(next);
            last = next;
            next = new();
        }
    }

    // A second mark makes the first one lazy, as in the regular expression that the reference builds.
    private static void Repeat(Signature.Parameter parameter, int least, int most, string text)
    {
        if (parameter.Type == 0)
        {
            return;
        }

        if (parameter.Lazy || ((parameter.Least, parameter.Most) != (1, 1) && least != 0))
        {
            throw new JsonataException("S0401", value: JsonataValue.Of(text));
        }

        if ((parameter.Least, parameter.Most) != (1, 1))
        {
            parameter.Lazy = true;
            return;
        }

        (parameter.Least, parameter.Most) = (least, most);
    }

    // What the letter stands for in a value: of one kind each.
    private static int KindOf(char letter) =>
        letter switch
        {
            's' => 1 << (int)JsonataKind.String,
            'n' => 1 << (int)JsonataKind.Number,
            'b' => 1 << (int)JsonataKind.Boolean,
            'l' => 1 << (int)JsonataKind.Null,
            'o' => 1 << (int)JsonataKind.Object,
            'a' => 1 << (int)JsonataKind.Array,
            'f' => Functions,
            'm' => Missing,
            _ => 0,
        };

    private static int KindsOf(char letter) =>
        letter switch
        {
            'a' or 'x' => All,
            'j' => All & ~Functions,
            'f' => Functions,
            _ => KindOf(letter) | Missing,
        };

    private static int ChoiceOf(string letters, int position)
    {
        if (letters.Contains('<'))
        {
            throw new JsonataException("S0402", position: position, value: JsonataValue.Of(letters));
        }

        var kinds = Missing;
        foreach (var letter in letters)
        {
            kinds |= KindOf(letter);
        }

        return kinds;
    }

    private static int Closing(string text, int start, char open, char close)
    {
        var depth = 0;
        for (var i = start; i < text.Length; i++)
        {
            depth += text[i] == open ? 1 : 0;
            depth -= text[i] == close ? 1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        return text.Length;
    }
}
