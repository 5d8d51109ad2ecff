namespace Gateway.Dialects.Json;

/// <summary>
/// Chunks of a stream differ in little but their text. Once one has been read in full, a chunk with the same bytes around its text
/// has nothing else to say, and is recognised by comparing instead of searching. Behind the text one more string may vary:
/// the random padding that OpenAI adds to hide the lengths of words.
/// </summary>
internal sealed class UsualChunk
{
    /// <summary>A longer chunk is no usual one.</summary>
    private const int MaxLength = 2048;

    private byte[] _bytes = [];
    private int _head;
    private int _middle;
    private int _tail;
    private int _end;

    private ReadOnlySpan<byte> Head => _bytes.AsSpan(0, _head);

    /// <summary>From behind the text to the padding, or to the end.</summary>
    private ReadOnlySpan<byte> Middle => _bytes.AsSpan(_middle.._tail);

    /// <summary>What follows the padding; empty when there is none.</summary>
    private ReadOnlySpan<byte> Tail => _bytes.AsSpan(_tail.._end);

    /// <param name="chunk">A chunk that was read in full, and of which nothing but its text counts.</param>
    /// <param name="text">Where the string that is its text begins, at its quote.</param>
    public void Learn(ReadOnlySpan<byte> chunk, int text)
    {
        var end = JsonValue.StringEnd(chunk, text + 1);
        if (end < 0 || chunk.Length > MaxLength)
        {
            return;
        }

        var padding = end;
        var isPadded = JsonProbe.Find(chunk, "\"obfuscation\""u8, ref padding) && chunk[padding] == '"';
        var paddingEnd = isPadded ? JsonValue.StringEnd(chunk, padding + 1) : chunk.Length;
        if (paddingEnd < 0)
        {
            return;
        }

        if (_bytes.Length < chunk.Length)
        {
            _bytes = new byte[chunk.Length];
        }

        // The padding itself is left out: what is kept is compared.
        chunk[..(isPadded ? padding + 1 : chunk.Length)].CopyTo(_bytes);
        chunk[paddingEnd..].CopyTo(_bytes.AsSpan(isPadded ? padding + 1 : chunk.Length));
        (_head, _middle, _tail) = (text + 1, end, isPadded ? padding + 1 : chunk.Length);
        _end = _tail + chunk.Length - paddingEnd;
    }

    /// <summary>Whether this chunk is like the learnt one.</summary>
    /// <param name="chunk">One chunk.</param>
    /// <param name="text">Its text as written, never empty.</param>
    public bool IsLike(ReadOnlySpan<byte> chunk, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (_head == 0 || !chunk.StartsWith(Head))
        {
            return false;
        }

        var end = JsonValue.StringEnd(chunk, _head);
        if (end < 0 || !EndsAlike(chunk[end..]))
        {
            return false;
        }

        text = chunk[_head..(end - 1)];
        return !text.IsEmpty;
    }

    private bool EndsAlike(ReadOnlySpan<byte> rest)
    {
        if (Tail.IsEmpty)
        {
            return rest.SequenceEqual(Middle);
        }

        return rest.StartsWith(Middle)
            && JsonValue.StringEnd(rest, Middle.Length) is > 0 and var end
            && rest[end..].SequenceEqual(Tail);
    }
}
