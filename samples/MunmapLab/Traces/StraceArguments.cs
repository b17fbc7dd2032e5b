using System.Globalization;

namespace MunmapLab.Traces;

/// <summary>Argument lists as strace prints them.</summary>
internal static class StraceArguments
{
    /// <summary>
    /// Splits at the commas of the outermost level. Strings, structures, arrays and the files behind descriptors
    /// (<c>3&lt;/usr/lib/a,b&gt;</c>) may hold commas and parentheses of their own.
    /// </summary>
    /// <param name="text">The text behind the opening parenthesis.</param>
    /// <param name="afterClose">Where the text behind the closing parenthesis begins; -1 where there is none.</param>
    public static IReadOnlyList<string> Split(string text, out int afterClose)
    {
        var arguments = new List<string>();
        int depth = 0;
        int start = 0;
        afterClose = -1;
        for (int i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"':
                    i = EndOfString(text, i);
                    break;
                case '/' when i + 1 < text.Length && text[i + 1] == '*':
                    i = EndOf(text, "*/", i + 2);
                    break;
                case '<' when i + 1 < text.Length && text[i + 1] == '<':
                    i++;
                    break;
                case '<':
                    i = EndOf(text, ">", i + 1);
                    break;
                case '(' or '[' or '{':
                    depth++;
                    break;
                case ')' when depth == 0:
                    Add(arguments, text, start, i);
                    afterClose = i + 1;
                    return arguments;
                case ')' or ']' or '}':
                    depth--;
                    break;
                case ',' when depth == 0:
                    Add(arguments, text, start, i);
                    start = i + 1;
                    break;
            }
        }

        Add(arguments, text, start, text.Length);
        return arguments;
    }

    /// <summary>A number as strace prints it: decimal, hexadecimal with 0x, or NULL.</summary>
    public static bool TryParseInteger(ReadOnlySpan<char> text, out long value)
    {
        if (text is "NULL")
        {
            value = 0;
            return true;
        }

        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            bool read = ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong bits);
            value = unchecked((long)bits);
            return read;
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
        {
            return true;
        }

        bool large = ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong unsigned);
        value = unchecked((long)unsigned);
        return large;
    }

    private static void Add(List<string> arguments, string text, int start, int end)
    {
        string argument = text[start..end].Trim();
        if (argument.Length > 0)
        {
            arguments.Add(argument);
        }
    }

    private static int EndOfString(string text, int open)
    {
        for (int i = open + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                return i;
            }
        }

        return text.Length;
    }

    private static int EndOf(string text, string what, int from)
    {
        int found = text.IndexOf(what, from, StringComparison.Ordinal);
        return found < 0 ? text.Length : found + what.Length - 1;
    }
}
