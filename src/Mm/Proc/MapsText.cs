using System.Text;
using Mm.Locks;

namespace Mm.Proc;

/// <summary>The text of <c>/proc/pid/maps</c>.</summary>
internal static class MapsText
{
    /// <summary>Characters after which the lock is let go of and the text handed to the reader, as a read of the file does with a page.</summary>
    private const int Chunk = 3600;

    [ThreadStatic]
    private static StringBuilder? t_buffer;

    /// <summary>Writes the text. The lock is not held while the writer works, so a long text may be of several moments; each address is listed once.</summary>
    [Excludes("mm.MmapLock")]
    internal static void Write(MmStruct mm, TextWriter writer)
    {
        StringBuilder text = t_buffer ??= new StringBuilder(Chunk + 512);
        for (ulong at = 0; at < PageMath.TaskSize;)
        {
            text.Clear();
            if (mm.Protocol.BeginRead(mm, at, at) != 0)
                return;
            while (text.Length < Chunk && at < PageMath.TaskSize)
            {
                Vma? vma = mm.FindVma(at);
                if (vma == null)
                {
                    at = PageMath.TaskSize;
                    break;
                }
                MapsLine.Append(text, mm, vma);
                at = vma.End;
            }
            mm.MmapLock.ReadUnlock();
            foreach (ReadOnlyMemory<char> part in text.GetChunks())
                writer.Write(part.Span);
        }
        if (mm.Options.ShowVsyscall)
        {
            text.Clear();
            MapsLine.AppendVsyscall(text);
            writer.Write(text);
        }
    }
}
