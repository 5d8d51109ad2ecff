namespace Gateway.Dialects.Json;

/// <summary>
/// Finds members by searching for their quoted name, at any depth, without parsing: the way through the hundreds of small events of a stream.
/// It cannot be fooled by text, because inside a JSON string a quote is always escaped.
/// </summary>
internal static class JsonProbe
{
    /// <summary>Finds the next member of that name from <paramref name="at"/> on and moves <paramref name="at"/> to its value.</summary>
    /// <param name="json">One event.</param>
    /// <param name="quotedName">The name with its quotes.</param>
    /// <param name="at">Where to search from; the first byte of the value when found.</param>
    public static bool Find(ReadOnlySpan<byte> json, ReadOnlySpan<byte> quotedName, ref int at)
    {
        while (json[at..].IndexOf(quotedName) is >= 0 and var hit)
        {
            at = JsonValue.SkipSpace(json, at + hit + quotedName.Length, 0);
            if (at < json.Length && json[at] == ':')
            {
                at = JsonValue.SkipSpace(json, at + 1, 0);
                return at < json.Length;
            }
        }

        return false;
    }

    /// <summary>The last member of that name is a string.</summary>
    public static bool LastIsString(ReadOnlySpan<byte> json, ReadOnlySpan<byte> quotedName) => LastBeginsWith(json, quotedName, (byte)'"');

    /// <summary>The last member of that name is an object.</summary>
    public static bool LastIsObject(ReadOnlySpan<byte> json, ReadOnlySpan<byte> quotedName) => LastBeginsWith(json, quotedName, (byte)'{');

    /// <summary>The value of the last member of that name which is an object; nothing when there is none.</summary>
    public static ReadOnlySpan<byte> LastObject(ReadOnlySpan<byte> json, ReadOnlySpan<byte> quotedName)
    {
        var before = json;
        while (before.LastIndexOf(quotedName) is >= 0 and var hit)
        {
            var at = hit;
            if (Find(json, quotedName, ref at) && json[at] == '{' && JsonValue.End(json, at) is > 0 and var end)
            {
                return json[at..end];
            }

            before = before[..hit];
        }

        return default;
    }

    /// <summary>The value of the first member of that name which is not null; nothing when there is none.</summary>
    public static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> json, ReadOnlySpan<byte> quotedName)
    {
        var at = 0;
        while (Find(json, quotedName, ref at))
        {
            if (json[at] != 'n' && JsonValue.End(json, at) is > 0 and var end)
            {
                return json[at..end];
            }
        }

        return default;
    }

    private static bool LastBeginsWith(ReadOnlySpan<byte> json, ReadOnlySpan<byte> quotedName, byte first)
    {
        var at = json.LastIndexOf(quotedName);
        return at >= 0 && Find(json, quotedName, ref at) && json[at] == first;
    }

    /// <summary>Adds the text of every string member of that name to the sample. True when any had text.</summary>
    public static bool Sample(ReadOnlySpan<byte> json, ReadOnlySpan<byte> quotedName, TextSample sample)
    {
        var any = false;
        var at = 0;
        while (Find(json, quotedName, ref at))
        {
            if (json[at] != '"' || JsonValue.StringEnd(json, at + 1) is not (> 0 and var end))
            {
                continue;
            }

            JsonValue.AppendTo(sample, json[(at + 1)..(end - 1)]);
            any |= end - at > 2;
            at = end;
        }

        return any;
    }
}
