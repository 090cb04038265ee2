namespace IntegrationFunctions.Mapping.Jsonata.Errors;

/// <summary>What each code says: what is wrong, and how to mend it. The codes are those of the reference implementation.</summary>
internal static class Messages
{
    public static string Text(JsonataException error)
    {
        var (token, value, other, index) = (error.Token, Shown(error.Value), Shown(error.Other), error.Index);
        var function = token is null ? "the function" : $"${token}";
        return error.Code switch
        {
            "S0101" => "A string has no end. Close it with the quotation mark that it begins with.",
            "S0102" => $"The number {token} is too large; up to 1.79e308 can be held.",
            "S0103" =>
                $"\\{token} is no escape. There are: \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits.",
            "S0104" => "Behind \\u there must be four hexadecimal digits.",
            "S0105" => "A name between backticks has no end. Close it with a backtick.",
            "S0106" => "A comment has no end. Close it with */.",
            "S0201" => $"'{token}' can't stand here. Is an operator missing before it?",
            "S0202" => $"Here stands '{token}' where {value} should be.",
            "S0203" => $"The expression ends where {value} should be.",
            "S0204" => $"'{token}' is no operator.",
            "S0205" => $"'{token}' is not understood.",
            "S0206" => $"'{token}' can't stand alone.",
            "S0207" => "The expression ends where a value should be.",
            "S0208" => $"Parameter {index} of a function must be a variable, such as $x; here stands '{token}'.",
            "S0209" => "A filter can't follow a grouping. Put the grouping between parentheses.",
            "S0210" => "A step can be grouped once. Put the first grouping between parentheses.",
            "S0211" => $"'{token}' needs a value on its left.",
            "S0212" => $"On the left of := there must be a variable, such as $x; here stands '{token}'.",
            "S0213" =>
                $"{value} is a value and no step of a path. A name of these characters stands between backticks.",
            "S0214" => $"On the right of {token} there must be a variable, such as $x.",
            "S0215" => "@ must stand before the filters of its step.",
            "S0216" => "@ must stand before the order of its step.",
            "S0217" => "There is no step that % could be the parent of.",
            "S0301" => "A regular expression is empty. Write what it looks for between the slashes.",
            "S0302" =>
                "A regular expression has no end, or can't be understood. Close it with a slash, and check its brackets.",
            "S0401" => "Only functions and arrays take types between angle brackets in a signature.",
            "S0402" => "A choice between parentheses can't hold types with angle brackets in a signature.",
            "S0500" => "The expression can't be read.",
            "T0410" => $"Argument {index} of {function} is {value}, which does not fit its signature.",
            "T0411" =>
                $"The context, {value}, does not fit as argument {index} of {function}. Give the argument itself.",
            "T0412" =>
                $"Argument {index} of {function} must be an array whose elements have the type of its signature; it is {value}.",
            "D1001" => $"{value} is beyond what a number can be.",
            "D1002" => $"{value} is no number and has no negative.",
            "T1003" => $"The key of an object must be a string; it is {value}. $string() makes one.",
            "D1004" => $"The regular expression {value} matches an empty text and would do so for ever.",
            "T1005" => $"'{token}' is a field, and no function. Was ${token} meant?",
            "T1006" => $"{(token is null ? "What is called here" : $"${token}")} is no function.",
            "T1007" => $"'{token}' is a field, and no function. Was ${token} meant?",
            "T1008" =>
                $"{(token is null ? "What is called here" : $"${token}")} is no function, and can't be applied in part.",
            "D1009" => $"Two keys of an object are both {value}.",
            "T1010" =>
                $"What was given to {function} to match with does not answer as a matcher does (match, start, end, groups, next).",
            "D1013" => $"The key {value} is reserved.",
            "T2001" => $"The left side of {token} must be a number; it is {value}.",
            "T2002" => $"The right side of {token} must be a number; it is {value}.",
            "T2003" => $"A range begins with a whole number; this one begins with {value}.",
            "T2004" => $"A range ends with a whole number; this one ends with {value}.",
            "T2006" => $"The right side of ~> must be a function; it is {value}.",
            "T2007" => $"{value} and {other} can't be put in order: they are of different types.",
            "T2008" => $"Only numbers and strings can be put in order; here is {value}.",
            "T2009" => $"{value} and {other} can't be compared by {token}: they are of different types.",
            "T2010" => $"Only numbers and strings can be compared by {token}; here is {value}.",
            "T2011" => $"A transform updates with an object; here is {value}.",
            "T2012" => $"A transform deletes a name, or an array of names; here is {value}.",
            "T2013" => "A transform needs the function $clone, and here it is something else.",
            "D2014" => $"A range can have 10,000,000 numbers; this one would have {value}.",
            "D3001" => $"{value} can't be written as JSON.",
            "D3010" => "$replace can't look for an empty string.",
            "D3011" => $"The limit of $replace must not be negative; it is {value}.",
            "D3012" => $"The function given to $replace must return a string; it returned {value}.",
            "D3020" => $"The limit of $split must not be negative; it is {value}.",
            "D3030" => $"{value} can't be made a number.",
            "D3040" => $"The limit of $match must not be negative; it is {value}.",
            "D3050" => "The function given to $reduce must take two arguments at least.",
            "D3060" => $"{value} is negative and has no square root.",
            "D3061" => $"{value} to this power is beyond what a number can be.",
            "D3070" => "$sort needs a function to put anything in order but numbers alone or strings alone.",
            "D3080" => "A picture of a number has two parts at most: for positive and for negative numbers.",
            "D3081" => "A picture of a number has one decimal separator at most.",
            "D3082" => "A picture of a number has one percent sign at most.",
            "D3083" => "A picture of a number has one per-mille sign at most.",
            "D3084" => "A picture of a number has a percent sign or a per-mille sign, and not both.",
            "D3085" => "A picture of a number needs a digit, # or 0.",
            "D3086" => "A picture of a number can't have other characters between its digits.",
            "D3087" => "In a picture of a number no grouping separator can stand beside the decimal separator.",
            "D3088" => "In a picture of a number no grouping separator can end the whole part.",
            "D3089" => "In a picture of a number two grouping separators can't stand side by side.",
            "D3090" => "In the whole part of a picture of a number # stands before 0.",
            "D3091" => "In the decimals of a picture of a number 0 stands before #.",
            "D3092" => "A picture of a number with a percent or per-mille sign can't have an exponent.",
            "D3093" => "The exponent in a picture of a number consists of digits, 0.",
            "D3100" => $"A base is a number from 2 to 36; this one is {value}.",
            "D3110" =>
                $"{value} is no point in time of ISO 8601, such as 2026-01-31T09:30:00Z. A second argument says how else it is written.",
            "D3120" => $"What $eval was given can't be read: {Plain(error)}",
            "D3121" => $"What $eval was given went wrong: {Plain(error)}",
            "D3130" => $"A sequence that begins with {value} is not known, for writing or reading a whole number.",
            "D3131" => "All digits of a picture must be of one script.",
            "D3132" => $"{value} is no component of a date or time.",
            "D3133" => $"Only months and days of the week have names; {value} has none.",
            "D3134" => "A time zone is written with four digits at most.",
            "D3135" => "A component in a picture of a date or time has no end. Close it with ].",
            "D3136" =>
                "The picture does not say enough to read a point in time: there is a gap between its components.",
            "D3137" => "$error() was called.",
            "D3138" => "$single found more than one that fits. Narrow its condition.",
            "D3139" => "$single found none that fits.",
            "D3140" => $"{function} was given {value}, which is no well-formed text of a URL.",
            "D3141" => "$assert() found its condition false.",
            "U1001" => "The expression uses more than it may.",
            _ => $"The expression failed with {error.Code}.",
        };
    }

    private static string Shown(Values.JsonataValue value)
    {
        var text = value.IsUndefined ? "nothing" : value.ToString();
        return text.Length <= 200 ? text : text[..200] + "...";
    }

    private static string Plain(JsonataException error) => error.Value.AsString() ?? Shown(error.Value);
}
