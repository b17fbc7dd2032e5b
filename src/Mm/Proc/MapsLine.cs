using System.Globalization;
using System.Text;
using Mm.Files;
using Mm.Locks;

namespace Mm.Proc;

/// <summary>One line of <c>/proc/pid/maps</c>.</summary>
internal static class MapsLine
{
    /// <summary>The column at which a name starts.</summary>
    private const int NameColumn = 73;

    /// <summary>Appends the line of a mapping, with the line feed.</summary>
    [RequiresRead("mm.MmapLock")]
    internal static void Append(StringBuilder text, MmStruct mm, [OwnedBy("mm")] Vma vma)
    {
        MmFile? file = vma.MappedFile;
        ulong offset = file != null ? vma.PgOff << PageMath.Shift : 0;
        int begin = text.Length;
        Append(text, vma.Start, vma.End, vma.Flags, offset, file?.Mapping.DeviceMajor ?? 0, file?.Mapping.DeviceMinor ?? 0, file?.Mapping.Inode ?? 0);
        AppendName(text, begin, NameOf(mm, vma));
    }

    /// <summary>Appends the line of the vsyscall page, which belongs to no address space.</summary>
    internal static void AppendVsyscall(StringBuilder text)
    {
        int begin = text.Length;
        Append(text, 0xffff_ffff_ff60_0000, 0xffff_ffff_ff60_1000, VmFlags.Exec, 0, 0, 0, 0);
        AppendName(text, begin, "[vsyscall]");
    }

    /// <summary>What the mapping is called; null for plain anonymous memory.</summary>
    [RequiresRead("mm.MmapLock")]
    internal static string? NameOf(MmStruct mm, [OwnedBy("mm")] Vma vma)
    {
        MmFile? file = vma.MappedFile;
        if (file != null)
            return vma.AnonName != null ? $"[anon_shmem:{vma.AnonName}]" : file.Path.Replace("\n", "\\012", StringComparison.Ordinal);
        if (vma.Special != null)
            return vma.Special.Name;
        if (vma.Start < mm.BrkAddress && vma.End > mm.StartBrk)
            return "[heap]";
        if (mm.StartStack != 0 && vma.Start <= mm.StartStack && vma.End >= mm.StartStack)
            return "[stack]";
        return vma.AnonName != null ? $"[anon:{vma.AnonName}]" : null;
    }

    private static void Append(StringBuilder text, ulong start, ulong end, VmFlags flags, ulong offset, int major, int minor, ulong inode)
    {
        Span<char> buffer = stackalloc char[20];
        AppendHex(text, buffer, start, "x8");
        text.Append('-');
        AppendHex(text, buffer, end, "x8");
        text.Append(' ');
        text.Append((flags & VmFlags.Read) != 0 ? 'r' : '-');
        text.Append((flags & VmFlags.Write) != 0 ? 'w' : '-');
        text.Append((flags & VmFlags.Exec) != 0 ? 'x' : '-');
        text.Append((flags & VmFlags.MayShare) != 0 ? 's' : 'p');
        text.Append(' ');
        AppendHex(text, buffer, offset, "x8");
        text.Append(' ');
        AppendHex(text, buffer, (ulong)major, "x2");
        text.Append(':');
        AppendHex(text, buffer, (ulong)minor, "x2");
        text.Append(' ');
        inode.TryFormat(buffer, out int written, default, CultureInfo.InvariantCulture);
        text.Append(buffer[..written]).Append(' ');
    }

    private static void AppendHex(StringBuilder text, Span<char> buffer, ulong value, string format)
    {
        value.TryFormat(buffer, out int written, format, CultureInfo.InvariantCulture);
        text.Append(buffer[..written]);
    }

    private static void AppendName(StringBuilder text, int begin, string? name)
    {
        if (name != null)
        {
            int padding = NameColumn - (text.Length - begin);
            if (padding > 0)
                text.Append(' ', padding);
            text.Append(name);
        }
        text.Append('\n');
    }
}
