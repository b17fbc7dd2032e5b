using System.Text;
using Mm;

namespace MunmapLab.Compare.Waiters;

/// <summary>Reads <c>/proc/PID/maps</c>.</summary>
internal sealed class MapsWaiter : Waiter
{
    private readonly CountingWriter _text = new();

    public override string Name => "maps";

    public override int RatePerSecond => 250;

    public override void Prepare(MmStruct mm)
    {
    }

    public override bool Once(MmStruct mm)
    {
        _text.Count = 0;
        mm.FormatMaps(_text);
        return _text.Count > 0;
    }

    /// <summary>Takes the text and forgets it: the reader must not make work for the garbage collector while others are timed.</summary>
    private sealed class CountingWriter : TextWriter
    {
        public long Count { get; set; }

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Count++;

        public override void Write(char[] buffer, int index, int count) => Count += count;

        public override void Write(ReadOnlySpan<char> buffer) => Count += buffer.Length;

        public override void Write(string? value) => Count += value?.Length ?? 0;
    }
}
