using System.IO.Compression;

namespace MunmapLab.Traces;

/// <summary>Tells a whole gzip file from one that was cut: the decompressor itself takes the cut for the end, without an error.</summary>
internal static class GzipFile
{
    private static ReadOnlySpan<byte> EndMark => "\0end of it"u8;

    /// <summary>
    /// Reads the file once more from its beginning, with one more gzip member behind its last byte. Only behind a whole file is that member
    /// read as what it is; behind a cut one its bytes are taken for the missing part.
    /// </summary>
    public static bool IsWhole(Stream stream)
    {
        stream.Position = 0;
        using var decompressor = new GZipStream(new ConcatenatedStream(stream, PackedEndMark()), CompressionMode.Decompress, leaveOpen: true);
        var buffer = new byte[64 * 1024];
        Span<byte> last = stackalloc byte[EndMark.Length];
        try
        {
            while (decompressor.Read(buffer) is > 0 and var read)
            {
                ReadOnlySpan<byte> tail = buffer.AsSpan(Math.Max(0, read - last.Length), Math.Min(read, last.Length));
                last[tail.Length..].CopyTo(last);
                tail.CopyTo(last[^tail.Length..]);
            }
        }
        catch (InvalidDataException)
        {
            return false;
        }

        return last.SequenceEqual(EndMark);
    }

    private static MemoryStream PackedEndMark()
    {
        var packed = new MemoryStream();
        using (var compressor = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            compressor.Write(EndMark);
        }

        packed.Position = 0;
        return packed;
    }
}
