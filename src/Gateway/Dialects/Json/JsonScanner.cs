namespace Gateway.Dialects.Json;

/// <summary>What a reader wants of the value that begins.</summary>
internal enum JsonTake
{
    /// <summary>Run over it at memory speed.</summary>
    Skip,

    /// <summary>Enter the object or array and ask about each value in it.</summary>
    Descend,

    /// <summary>The unescaped bytes of a string, in pieces.</summary>
    Text,

    /// <summary>The value as it is written, in pieces.</summary>
    Raw,
}

internal enum JsonKind
{
    Object,
    Array,
    String,
    Scalar,
}

/// <summary>
/// Reads one JSON document as its bytes pass, cut anywhere, without ever holding it: memory is a few hundred bytes whatever the size.
/// It looks only at what a derived reader asks for and is lenient about the rest; a document it cannot follow ends the reading (<see cref="Broken"/>).
/// </summary>
/// <remarks>
/// A carried-over <c>Utf8JsonReader</c> rereads an unfinished string on every piece, which is quadratic for a long prompt;
/// here each byte is looked at once, strings by vectorised search.
/// </remarks>
internal abstract class JsonScanner
{
    private const int MaxDepth = 64;
    private const int MaxKey = 64;

    private enum State : byte
    {
        Root,
        Value,
        FirstValue,
        FirstKey,
        NextKey,
        Key,
        Colon,
        After,
        Text,
        Scalar,
        Tree,
        Done,
        Broken,
    }

    private readonly byte[] _key = new byte[MaxKey];
    private int _keyLength;
    private State _state;
    private ulong _objects;
    private long _base;
    private JsonStringDecoder _decoder;
    private bool _raw;
    private JsonSkip _skip;

    /// <summary>The document was read up to its last brace.</summary>
    public bool Complete => _state == State.Done;

    /// <summary>It is no JSON that can be followed, or the reader gave it up.</summary>
    public bool Broken => _state == State.Broken;

    /// <summary>Entered objects and arrays around the current value; 0 at the root.</summary>
    protected int Depth { get; private set; }

    /// <summary>The member the value belongs to; inside an array, the last member seen. Empty when longer than any we ask for.</summary>
    protected ReadOnlySpan<byte> Key => _key.AsSpan(0, Math.Max(_keyLength, 0));

    /// <summary>Where the value begins, in bytes from the start.</summary>
    protected long ValueOffset { get; private set; }

    protected abstract JsonTake OnValue(JsonKind kind);

    /// <summary>A piece of a string taken as <see cref="JsonTake.Text"/>; pieces may end inside a character.</summary>
    protected virtual void OnText(ReadOnlySpan<byte> utf8)
    {
    }

    /// <summary>
    /// Set while a text passes: the rest of it need only be counted, which is several times as fast where a text is full of escapes.
    /// Holds until the text ends.
    /// </summary>
    protected bool OnlyCountsText { get; set; }

    /// <summary>So many more bytes of a text that is only counted.</summary>
    protected virtual void OnTextPassed(int utf8Length)
    {
    }

    /// <summary>A piece of a value taken as <see cref="JsonTake.Raw"/>.</summary>
    protected virtual void OnRaw(ReadOnlySpan<byte> json)
    {
    }

    /// <summary>A value at <see cref="Depth"/> has ended, just before <paramref name="end"/>.</summary>
    protected virtual void OnEnd(long end)
    {
    }

    /// <summary>Stops the reading for good.</summary>
    protected void GiveUp() => _state = State.Broken;

    public void Read(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && _state < State.Done)
        {
            at = _state switch
            {
                State.Text or State.Key => ReadString(bytes, at),
                State.Tree => ReadTree(bytes, at),
                State.Scalar => ReadScalar(bytes, at),
                _ => ReadStructure(bytes, at),
            };
        }

        _base += bytes.Length;
    }

    private int ReadStructure(ReadOnlySpan<byte> bytes, int at)
    {
        var c = bytes[at];
        if (c is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' || IsByteOrderMark(c, at))
        {
            return at + 1;
        }

        switch (_state)
        {
            case State.FirstValue when c == ']':
                return Close(at);
            case State.Root or State.Value or State.FirstValue:
                return Begin(c, at);
            case State.FirstKey or State.NextKey when c == '"':
                return BeginKey(bytes, at + 1);
            case State.FirstKey or State.NextKey when c == '}':
                return Close(at);
            case State.Colon when c == ':':
                _state = State.Value;
                return at + 1;
            case State.After when c == ',':
                _state = InObject ? State.NextKey : State.Value;
                return InObject && at + 1 < bytes.Length && bytes[at + 1] == '"' ? BeginKey(bytes, at + 2) : at + 1;
            case State.After when c == (InObject ? '}' : ']'):
                return Close(at);
            default:
                GiveUp();
                return at;
        }
    }

    /// <summary>Nearly every key is short, whole and without escapes: it is taken at one look, and its colon with it.</summary>
    private int BeginKey(ReadOnlySpan<byte> bytes, int at)
    {
        var rest = bytes[at..Math.Min(at + MaxKey, bytes.Length)];
        var end = JsonMarks.Next(rest);
        if (end < 0 || rest[end] != '"')
        {
            _keyLength = 0;
            _state = State.Key;
            return at;
        }

        rest[..end].CopyTo(_key);
        _keyLength = end;
        at += end + 1;
        var hasColon = at < bytes.Length && bytes[at] == ':';
        _state = hasColon ? State.Value : State.Colon;
        return hasColon ? at + 1 : at;
    }

    private bool InObject => (_objects & (1UL << (Depth - 1))) != 0;

    private bool IsByteOrderMark(byte c, int at) => _state == State.Root && _base + at < 3 && c is 0xEF or 0xBB or 0xBF;

    private int Begin(byte c, int at)
    {
        ValueOffset = _base + at;
        return c switch
        {
            (byte)'{' => Enter(JsonKind.Object, at),
            (byte)'[' => Enter(JsonKind.Array, at),
            (byte)'"' => BeginString(at),
            (byte)'-' or (>= (byte)'0' and <= (byte)'9') or (>= (byte)'a' and <= (byte)'z') or (>= (byte)'A' and <= (byte)'Z') => BeginScalar(at),
            _ => Refuse(at),
        };
    }

    private int Refuse(int at)
    {
        GiveUp();
        return at;
    }

    private int Enter(JsonKind kind, int at)
    {
        var take = OnValue(kind);
        if (_state == State.Broken)
        {
            return at;
        }

        if (take != JsonTake.Descend || Depth == MaxDepth)
        {
            return BeginTree(take, at);
        }

        var bit = 1UL << Depth++;
        _objects = kind == JsonKind.Object ? _objects | bit : _objects & ~bit;
        _state = kind == JsonKind.Object ? State.FirstKey : State.FirstValue;
        return at + 1;
    }

    private int BeginString(int at)
    {
        var take = OnValue(JsonKind.String);
        if (_state == State.Broken)
        {
            return at;
        }

        if (take != JsonTake.Text)
        {
            return BeginTree(take, at);
        }

        OnlyCountsText = false;
        _state = State.Text;
        return at + 1;
    }

    private int BeginScalar(int at)
    {
        var take = OnValue(JsonKind.Scalar);
        if (_state != State.Broken)
        {
            _raw = take == JsonTake.Raw;
            _state = State.Scalar;
        }

        return at;
    }

    private int BeginTree(JsonTake take, int at)
    {
        _raw = take == JsonTake.Raw;
        _skip = default;
        _state = State.Tree;
        return at;
    }

    private int Close(int at)
    {
        Depth--;
        return Finish(at + 1);
    }

    private int Finish(int end)
    {
        _state = Depth == 0 ? State.Done : State.After;
        OnEnd(_base + end);
        return end;
    }

    private int ReadScalar(ReadOnlySpan<byte> bytes, int at)
    {
        var end = at + JsonMarks.ScalarLength(bytes[at..]);
        if (_raw)
        {
            OnRaw(bytes[at..end]);
        }

        return end == bytes.Length ? end : Finish(end);
    }

    private int ReadString(ReadOnlySpan<byte> bytes, int at)
    {
        while (at < bytes.Length)
        {
            if (_decoder.InEscape)
            {
                DecodeEscape(bytes[at++]);
                continue;
            }

            if (OnlyCountsText && _state == State.Text && !_decoder.IsWaiting)
            {
                at = JsonTextLength.Count(bytes, at, out var length);
                OnTextPassed(length);
                if (at == bytes.Length)
                {
                    return at;
                }
            }

            var rest = bytes[at..];
            var hit = JsonMarks.Next(rest);
            EmitRun(hit < 0 ? rest : rest[..hit]);
            if (hit < 0)
            {
                return bytes.Length;
            }

            at += hit + 1;
            if (rest[hit] == '"')
            {
                return EndString(at);
            }

            if (at < bytes.Length && bytes[at] != 'u' && !_decoder.IsWaiting)
            {
                // Nearly every escape is of one letter, and whole.
                var letter = JsonStringDecoder.Short(bytes[at++]);
                Emit(new(in letter));
            }
            else
            {
                _decoder.BeginEscape();
            }
        }

        return at;
    }

    private void EmitRun(ReadOnlySpan<byte> run)
    {
        if (run.IsEmpty)
        {
            return;
        }

        EmitOrphan();
        Emit(run);
    }

    /// <summary>What the decoder held back for an escape that did not come.</summary>
    private void EmitOrphan()
    {
        if (!_decoder.IsWaiting)
        {
            return;
        }

        Span<byte> orphan = stackalloc byte[JsonStringDecoder.MaxBytes];
        Emit(orphan[.._decoder.Flush(orphan)]);
    }

    private void DecodeEscape(byte c)
    {
        Span<byte> decoded = stackalloc byte[JsonStringDecoder.MaxBytes];
        Emit(decoded[.._decoder.Push(c, decoded)]);
    }

    private int EndString(int at)
    {
        EmitOrphan();
        if (_state == State.Key)
        {
            _state = State.Colon;
            return at;
        }

        return Finish(at);
    }

    private void Emit(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return;
        }

        if (_state == State.Text)
        {
            OnText(utf8);
        }
        else if (_keyLength >= 0 && _keyLength + utf8.Length <= MaxKey)
        {
            utf8.CopyTo(_key.AsSpan(_keyLength));
            _keyLength += utf8.Length;
        }
        else
        {
            _keyLength = -1;
        }
    }

    private int ReadTree(ReadOnlySpan<byte> bytes, int at)
    {
        var end = _skip.Read(bytes, at);
        if (_raw)
        {
            OnRaw(bytes[at..end]);
        }

        return _skip.IsOver ? Finish(end) : end;
    }
}
