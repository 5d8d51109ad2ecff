namespace Gateway.Dialects.Framing;

/// <summary>A growing buffer with a limit. What would not fit is refused and remembered in <see cref="Overflowed"/>; memory never passes the limit.</summary>
/// <param name="limit">Bytes that it holds at the most.</param>
/// <param name="firstSize">Bytes that it has room for from the first of them on.</param>
internal sealed class ByteBuffer(int limit, int firstSize = 512)
{
    private byte[] _bytes = [];

    public int Length { get; private set; }

    /// <summary>Something did not fit since the last <see cref="Truncate"/>; nothing is added until then.</summary>
    public bool Overflowed { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Overflowed |= Length + bytes.Length > limit;
        if (Overflowed)
        {
            return;
        }

        if (Length + bytes.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Min(limit, Math.Max(Length + bytes.Length, Math.Max(firstSize, _bytes.Length * 2))));
        }

        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Back to the first <paramref name="length"/> bytes.</summary>
    public void Truncate(int length)
    {
        Length = length;
        Overflowed = false;
    }
}
