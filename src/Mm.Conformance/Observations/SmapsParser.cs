using System.Buffers.Text;

namespace Mm.Conformance.Observations;

/// <summary>Reads <c>/proc/pid/smaps</c> or <c>/proc/pid/maps</c>, from the kernel and from the engine alike.</summary>
public static class SmapsParser
{
    /// <summary>Reads the VMAs that <paramref name="wanted"/> accepts.</summary>
    /// <param name="text">The file.</param>
    /// <param name="wanted">Decides by start and end.</param>
    /// <param name="ignoredFlags">VmFlags that are not compared.</param>
    /// <exception cref="FormatException">A line is not one of these files; the message shows it.</exception>
    public static List<VmaView> Parse(ReadOnlySpan<byte> text, Func<ulong, ulong, bool> wanted, ulong ignoredFlags = 0)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        List<VmaView> views = [];
        VmaView current = default;
        bool keep = false;
        while (!text.IsEmpty)
        {
            int end = text.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[(end + 1)..];
            if (line.IsEmpty)
                continue;
            if (line[0] is (>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'f'))
            {
                if (keep)
                    views.Add(current);
                current = Header(line);
                keep = wanted(current.Start, current.End);
            }
            else if (keep)
            {
                current = Field(current, line, ignoredFlags);
            }
        }
        if (keep)
            views.Add(current);
        return views;
    }

    private static VmaView Header(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> rest = line;
        ulong start = Hex(ref rest), end = Hex(ref rest);
        if (rest.Length < 5)
            throw Broken(line);
        uint permissions = VmaView.Pack(rest);
        rest = rest[5..];
        ulong offset = Hex(ref rest);
        return new VmaView(start, end, permissions, offset, 0, -1, -1, -1, -1);
    }

    private static VmaView Field(in VmaView vma, ReadOnlySpan<byte> line, ulong ignoredFlags)
    {
        int colon = line.IndexOf((byte)':');
        if (colon < 0)
            throw Broken(line);
        ReadOnlySpan<byte> name = line[..colon];
        return name switch
        {
            _ when name.SequenceEqual("Rss"u8) => vma with { Rss = Kilobytes(line[(colon + 1)..]) },
            _ when name.SequenceEqual("Anonymous"u8) => vma with { Anonymous = Kilobytes(line[(colon + 1)..]) },
            _ when name.SequenceEqual("LazyFree"u8) => vma with { LazyFree = Kilobytes(line[(colon + 1)..]) },
            _ when name.SequenceEqual("Locked"u8) => vma with { Locked = Kilobytes(line[(colon + 1)..]) },
            _ when name.SequenceEqual("VmFlags"u8) => vma with { Flags = Flags(line[(colon + 1)..]) & ~ignoredFlags },
            _ => vma,
        };
    }

    private static ulong Flags(ReadOnlySpan<byte> names)
    {
        ulong set = 0;
        names = names.Trim((byte)' ');
        for (int i = 0; i + 1 < names.Length; i += 3)
            set |= VmFlagSet.BitOf(names[i], names[i + 1]);
        return set;
    }

    private static long Kilobytes(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart((byte)' ');
        return Utf8Parser.TryParse(text, out long value, out _) ? value : throw Broken(text);
    }

    private static ulong Hex(ref ReadOnlySpan<byte> text)
    {
        if (!Utf8Parser.TryParse(text, out ulong value, out int used, 'x') || used >= text.Length)
            throw Broken(text);
        text = text[(used + 1)..];
        return value;
    }

    private static FormatException Broken(ReadOnlySpan<byte> line) => new($"not a line of maps or smaps: '{System.Text.Encoding.UTF8.GetString(line)}'");
}
