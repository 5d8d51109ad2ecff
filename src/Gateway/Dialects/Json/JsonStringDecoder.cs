using System.Text;

namespace Gateway.Dialects.Json;

/// <summary>The escapes of JSON strings, one byte at a time, so that a string may be cut anywhere. Half a surrogate pair becomes U+FFFD.</summary>
internal struct JsonStringDecoder
{
    /// <summary>Room that one <see cref="Push"/> or <see cref="Flush"/> may need.</summary>
    public const int MaxBytes = 8;

    private enum Step : byte
    {
        None,
        Letter,
        Hex,
    }

    private Step _step;
    private int _digits;
    private int _unit;
    private char _high;

    public readonly bool InEscape => _step != Step.None;

    /// <summary>Half a surrogate pair has passed: what comes next decides what it is.</summary>
    public readonly bool IsWaiting => _high != 0;

    /// <summary>A backslash has passed.</summary>
    public void BeginEscape() => _step = Step.Letter;

    /// <summary>The next byte of an escape; returns how many bytes of text it completed.</summary>
    public int Push(byte c, Span<byte> text)
    {
        if (_step == Step.Hex)
        {
            return PushDigit(c, text);
        }

        if (c == 'u')
        {
            _step = Step.Hex;
            _digits = 0;
            _unit = 0;
            return 0;
        }

        _step = Step.None;
        var written = Flush(text);
        text[written] = Short(c);
        return written + 1;
    }

    /// <summary>What a backslash and <paramref name="letter"/> stand for; not for <c>u</c>, which four digits follow.</summary>
    public static byte Short(byte letter) => letter switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'t' => (byte)'\t',
        (byte)'r' => (byte)'\r',
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        _ => letter,
    };

    /// <summary>Plain text follows, or the string ends: a high surrogate that waited stays alone.</summary>
    public int Flush(Span<byte> text)
    {
        if (_high == 0)
        {
            return 0;
        }

        _high = '\0';
        return Rune.ReplacementChar.EncodeToUtf8(text);
    }

    /// <summary>Unescapes a whole string's inside. <paramref name="text"/> must be as long as <paramref name="raw"/>, which is always enough.</summary>
    public static int Decode(ReadOnlySpan<byte> raw, Span<byte> text)
    {
        var decoder = default(JsonStringDecoder);
        Span<byte> piece = stackalloc byte[MaxBytes];
        var written = 0;
        for (var at = 0; at < raw.Length;)
        {
            if (decoder.InEscape)
            {
                written += Copy(piece[..decoder.Push(raw[at++], piece)], text[written..]);
                continue;
            }

            var slash = raw[at..].IndexOf((byte)'\\');
            var run = slash < 0 ? raw[at..] : raw.Slice(at, slash);
            if (!run.IsEmpty)
            {
                written += Copy(piece[..decoder.Flush(piece)], text[written..]);
                written += Copy(run, text[written..]);
            }

            at += run.Length;
            if (slash >= 0)
            {
                decoder.BeginEscape();
                at++;
            }
        }

        return written + Copy(piece[..decoder.Flush(piece)], text[written..]);
    }

    private static int Copy(ReadOnlySpan<byte> piece, Span<byte> text)
    {
        piece.CopyTo(text);
        return piece.Length;
    }

    private int PushDigit(byte c, Span<byte> text)
    {
        if (!char.IsAsciiHexDigit((char)c))
        {
            // Malformed: show it, go on.
            _step = Step.None;
            return Flush(text);
        }

        _unit = (_unit << 4) | (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
        return ++_digits < 4 ? 0 : EndUnit((char)_unit, text);
    }

    private int EndUnit(char unit, Span<byte> text)
    {
        _step = Step.None;
        if (_high != 0 && char.IsLowSurrogate(unit))
        {
            var rune = new Rune(_high, unit);
            _high = '\0';
            return rune.EncodeToUtf8(text);
        }

        var written = Flush(text);
        if (char.IsHighSurrogate(unit))
        {
            _high = unit;
            return written;
        }

        var single = Rune.TryCreate(unit, out var plain) ? plain : Rune.ReplacementChar;
        return written + single.EncodeToUtf8(text[written..]);
    }
}
