using System.Text;

namespace Gateway.Dialects;

/// <summary>
/// Remembers the beginning of a text and the length of all of it: enough to estimate its tokens in bounded memory.
/// Counted in bytes of UTF-8, so that text can be handed over in pieces cut anywhere, even inside a character.
/// </summary>
/// <param name="capacity">Bytes kept at the most; with 0 the text is only counted.</param>
public sealed class TextSample(int capacity = TextSample.Capacity)
{
    /// <summary>Bytes that are enough for an estimate.</summary>
    public const int Capacity = 4 * 1024;

    private const int FirstSize = 1024;

    private byte[] _kept = [];
    private int _keptLength;

    /// <summary>Bytes of the whole text.</summary>
    public long Length { get; private set; }

    /// <summary>How many of them were kept.</summary>
    public int KeptLength => _keptLength;

    /// <summary>The beginning, without a character that was cut in two.</summary>
    public string Kept => Encoding.UTF8.GetString(_kept, 0, WholeCharacters());

    public void Append(ReadOnlySpan<byte> utf8)
    {
        Length += utf8.Length;
        var room = Math.Min(capacity - _keptLength, utf8.Length);
        if (room > 0)
        {
            Keep(utf8[..room]);
        }
    }

    /// <summary>Nothing more is kept: what is still to come need only be counted.</summary>
    public bool IsFull => _keptLength == capacity;

    /// <summary>Counts text that passed unseen.</summary>
    public void Skip(int utf8Length) => Length += utf8Length;

    public void Append(ReadOnlySpan<char> text)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes);
        Append(bytes);
    }

    private void Keep(ReadOnlySpan<byte> utf8)
    {
        var needed = _keptLength + utf8.Length;
        if (needed > _kept.Length)
        {
            Array.Resize(ref _kept, Math.Min(capacity, Math.Max(needed, Math.Max(FirstSize, _kept.Length * 2))));
        }

        utf8.CopyTo(_kept.AsSpan(_keptLength));
        _keptLength = needed;
    }

    private int WholeCharacters()
    {
        if (_keptLength == Length)
        {
            return _keptLength;
        }

        // The cut is at the capacity: step back over the bytes of a character that did not fit.
        var start = _keptLength;
        while (start > 0 && _keptLength - start < 4 && (_kept[start - 1] & 0xC0) == 0x80)
        {
            start--;
        }

        if (start == 0 || _kept[start - 1] < 0xC0)
        {
            return _keptLength;
        }

        var width = _kept[start - 1] switch { >= 0xF0 => 4, >= 0xE0 => 3, _ => 2 };
        return _keptLength - (start - 1) < width ? start - 1 : _keptLength;
    }
}
