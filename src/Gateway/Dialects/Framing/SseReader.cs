namespace Gateway.Dialects.Framing;

/// <summary>
/// Server-sent events as the HTML standard defines them, except that the last event counts even when the blank line behind it is missing:
/// several providers leave it out.
/// </summary>
internal sealed class SseReader(IEventSink sink) : LineReader(FramingLimits.MaxEvent), IFraming
{
    private const int MaxName = 128;

    private readonly ByteBuffer _data = new(FramingLimits.MaxEvent);
    private readonly ByteBuffer _name = new(MaxName);
    private bool _hasData;
    private bool _oversized;

    public bool IsStream => true;

    public void Read(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = TryDispatch(bytes, out var rest) ? rest : ReadLine(bytes);
        }
    }

    public void Finish(bool complete)
    {
        if (complete)
        {
            FinishLines();
        }

        // Lines that are whole are an event even in a stream that was cut behind them.
        Dispatch();
    }

    protected override void OnLine(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
        {
            Dispatch();
        }
        else if (line.StartsWith("data"u8) && TryValue(line, 4, out var data))
        {
            AddData(data);
        }
        else if (line.StartsWith("event"u8) && TryValue(line, 5, out var name))
        {
            _name.Truncate(0);
            _name.Append(name);
        }
    }

    protected override void OnOversizedLine() => _oversized = true;

    /// <summary>Nearly every event is a single data line that arrives whole: it is handed over in place. False when it is not, and nothing was read.</summary>
    private bool TryDispatch(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> rest)
    {
        rest = bytes;
        if (!IsAtLineStart || _hasData || _oversized || _name.Length > 0 || !bytes.StartsWith("data: "u8))
        {
            return false;
        }

        var end = bytes.IndexOfAny((byte)'\n', (byte)'\r');
        if (end is < 0 or > FramingLimits.MaxEvent || !bytes[end..].StartsWith("\n\n"u8))
        {
            return false;
        }

        rest = bytes[(end + 2)..];
        if (bytes["data: ".Length..end] is { IsEmpty: false } data)
        {
            sink.OnEvent(default, data);
        }

        return true;
    }

    /// <summary>The field's value without the one space that may follow the colon. False when the line only begins like the field.</summary>
    private static bool TryValue(ReadOnlySpan<byte> line, int nameLength, out ReadOnlySpan<byte> value)
    {
        value = line[nameLength..];
        if (value.IsEmpty)
        {
            return true;
        }

        if (value[0] != ':')
        {
            return false;
        }

        value = value[1..];
        if (!value.IsEmpty && value[0] == ' ')
        {
            value = value[1..];
        }

        return true;
    }

    private void AddData(ReadOnlySpan<byte> data)
    {
        if (_hasData)
        {
            _data.Append("\n"u8);
        }

        _data.Append(data);
        _hasData = true;
    }

    private void Dispatch()
    {
        if (_hasData && !_oversized && !_data.Overflowed && _data.Length > 0)
        {
            sink.OnEvent(_name.Written, _data.Written);
        }

        _data.Truncate(0);
        _name.Truncate(0);
        _hasData = false;
        _oversized = false;
    }
}
