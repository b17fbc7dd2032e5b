using System.Text;

namespace Mm.Conformance.Engine;

/// <summary>Collects text as bytes, so that the engine's proc files are read by the same parser as the kernel's.</summary>
internal sealed class ByteTextWriter : TextWriter
{
    private byte[] _bytes = new byte[16 << 10];
    private int _length;

    public override Encoding Encoding => Encoding.Latin1;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public override void Write(char value)
    {
        Reserve(1);
        _bytes[_length++] = (byte)value;
    }

    public override void Write(ReadOnlySpan<char> buffer)
    {
        Reserve(buffer.Length);
        foreach (char value in buffer)
            _bytes[_length++] = (byte)value;
    }

    public override void Write(string? value) => Write(value.AsSpan());

    public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

    private void Reserve(int count)
    {
        if (_length + count > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
    }
}
