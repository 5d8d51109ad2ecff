namespace Gateway.Dialects.Framing;

/// <summary>
/// Cuts bytes into lines that end with LF, CR LF or CR, and leaves out a byte order mark. A line that arrives whole is handed over in place;
/// only one cut by the end of a read is copied. A line beyond the limit is reported as such, without its bytes.
/// </summary>
internal abstract class LineReader(int maxLine)
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private readonly ByteBuffer _carry = new(maxLine);
    private int _markSeen;
    private bool _skipLineFeed;

    protected abstract void OnLine(ReadOnlySpan<byte> line);

    protected abstract void OnOversizedLine();

    /// <summary>Nothing is held: the next byte begins a line.</summary>
    protected bool IsAtLineStart => _carry.Length == 0 && !_carry.Overflowed && !_skipLineFeed && _markSeen == ByteOrderMark.Length;

    protected void ReadLines(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = ReadLine(bytes);
        }
    }

    /// <summary>Reads up to the end of the current line or of the bytes, and returns the rest.</summary>
    protected ReadOnlySpan<byte> ReadLine(ReadOnlySpan<byte> bytes)
    {
        bytes = WithoutMark(bytes);
        if (_skipLineFeed && !bytes.IsEmpty)
        {
            _skipLineFeed = false;
            bytes = bytes[0] == '\n' ? bytes[1..] : bytes;
        }

        var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0)
        {
            _carry.Append(bytes);
            return default;
        }

        EndLine(bytes[..end]);
        _skipLineFeed = bytes[end] == '\r';
        return bytes[(end + 1)..];
    }

    /// <summary>Hands over a last line that nothing ended.</summary>
    protected void FinishLines()
    {
        if (_carry.Length > 0 || _carry.Overflowed)
        {
            EndLine(default);
        }
    }

    private void EndLine(ReadOnlySpan<byte> rest)
    {
        if (_carry.Length == 0 && !_carry.Overflowed && rest.Length <= maxLine)
        {
            OnLine(rest);
            return;
        }

        _carry.Append(rest);
        if (_carry.Overflowed)
        {
            OnOversizedLine();
        }
        else
        {
            OnLine(_carry.Written);
        }

        _carry.Truncate(0);
    }

    private ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes)
    {
        while (_markSeen < ByteOrderMark.Length && !bytes.IsEmpty)
        {
            if (bytes[0] != ByteOrderMark[_markSeen])
            {
                _markSeen = ByteOrderMark.Length;
                break;
            }

            _markSeen++;
            bytes = bytes[1..];
        }

        return bytes;
    }
}
