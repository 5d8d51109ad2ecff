namespace Gateway.Dialects.Json;

/// <summary>
/// Walks the members of one JSON object that is wholly in memory. Allocates nothing and never throws: malformed JSON just ends the walk.
/// </summary>
/// <param name="json">From the object's <c>{</c>, spaces before it allowed. Anything else has no members.</param>
internal ref struct JsonMembers(ReadOnlySpan<byte> json)
{
    private readonly ReadOnlySpan<byte> _json = json;
    private int _at = JsonValue.Inside(json, (byte)'{');

    /// <summary>The member's name as written, without quotes.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The member's value as written.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    public readonly bool Is(ReadOnlySpan<byte> name) => Name.SequenceEqual(name);

    public bool Next()
    {
        if (_at < 0)
        {
            return false;
        }

        var name = JsonValue.SkipSpace(_json, _at, (byte)',');
        var nameEnd = name < _json.Length && _json[name] == '"' ? JsonValue.End(_json, name) : -1;
        var colon = nameEnd < 0 ? -1 : JsonValue.SkipSpace(_json, nameEnd, 0);
        if (colon < 0 || colon >= _json.Length || _json[colon] != ':')
        {
            return Stop();
        }

        var value = JsonValue.SkipSpace(_json, colon + 1, 0);
        var end = JsonValue.End(_json, value);
        if (end < 0)
        {
            return Stop();
        }

        Name = _json[(name + 1)..(nameEnd - 1)];
        Value = _json[value..end];
        _at = end;
        return true;
    }

    private bool Stop()
    {
        _at = -1;
        return false;
    }
}

/// <summary>Walks the elements of one JSON array that is wholly in memory; as lenient as <see cref="JsonMembers"/>.</summary>
internal ref struct JsonElements(ReadOnlySpan<byte> json)
{
    private readonly ReadOnlySpan<byte> _json = json;
    private int _at = JsonValue.Inside(json, (byte)'[');

    public ReadOnlySpan<byte> Value { get; private set; }

    public bool Next()
    {
        var start = _at < 0 ? _json.Length : JsonValue.SkipSpace(_json, _at, (byte)',');
        _at = start < _json.Length && _json[start] != ']' ? JsonValue.End(_json, start) : -1;
        if (_at < 0)
        {
            return false;
        }

        Value = _json[start.._at];
        return true;
    }
}
