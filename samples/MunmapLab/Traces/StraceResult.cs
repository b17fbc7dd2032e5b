namespace MunmapLab.Traces;

/// <summary>The part of a line behind the equals sign: <c>0x7f00 &lt;0.00001&gt;</c>, <c>-1 ENOMEM (...)</c>, <c>3&lt;/etc/x&gt;</c>, <c>?</c>.</summary>
internal static class StraceResult
{
    public static bool TryParse(ReadOnlySpan<char> text, out long? result, out string? error)
    {
        result = null;
        error = null;
        text = text.Trim();
        int end = text.IndexOfAny(' ', '<');
        ReadOnlySpan<char> value = end < 0 ? text : text[..end];
        ReadOnlySpan<char> rest = end < 0 ? [] : text[end..].TrimStart();
        if (value is "?")
        {
            return true;
        }

        if (!StraceArguments.TryParseInteger(value, out long number))
        {
            return false;
        }

        result = number;
        if (number == -1 && rest.StartsWith("E", StringComparison.Ordinal))
        {
            int errorEnd = rest.IndexOf(' ');
            error = (errorEnd < 0 ? rest : rest[..errorEnd]).ToString();
        }

        return number != -1 || error is not null;
    }
}
