using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Gateway.Dialects.Json;

/// <summary>One JSON value in memory, as it is written. Nothing here throws or trusts its input.</summary>
internal static class JsonValue
{
    /// <summary>Far beyond any call's tokens, and a few of them can still be added.</summary>
    private const long MaxCount = long.MaxValue / 16;

    /// <summary>The member of that name, or nothing.</summary>
    public static ReadOnlySpan<byte> Member(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var members = new JsonMembers(json);
        while (members.Next())
        {
            if (members.Is(name))
            {
                return members.Value;
            }
        }

        return default;
    }

    /// <summary>A count of something: whole, not negative; null for anything else.</summary>
    public static long? Count(ReadOnlySpan<byte> value)
    {
        // Nearly all counts are short runs of digits; the general parser is ten times as slow.
        if (Utf8Parser.TryParse(value, out long count, out var length) && length == value.Length)
        {
            return count is >= 0 and <= MaxCount ? count : null;
        }

        return Number(value) is { } number and >= 0 and <= MaxCount ? (long)number : null;
    }

    public static decimal? Number(ReadOnlySpan<byte> value) =>
        decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static bool IsTrue(ReadOnlySpan<byte> value) => value.SequenceEqual("true"u8);

    /// <summary>The string, unescaped; null when the value is no string or an empty one.</summary>
    public static string? Text(ReadOnlySpan<byte> value)
    {
        var raw = Inner(value);
        if (raw.IsEmpty || raw.IndexOf((byte)'\\') < 0)
        {
            return raw.IsEmpty ? null : Encoding.UTF8.GetString(raw);
        }

        var text = new byte[raw.Length];
        return Encoding.UTF8.GetString(text.AsSpan(0, JsonStringDecoder.Decode(raw, text)));
    }

    /// <summary>The inside of a string as written; nothing when the value is no string.</summary>
    public static ReadOnlySpan<byte> Inner(ReadOnlySpan<byte> value) => value.Length >= 2 && value[0] == '"' ? value[1..^1] : default;

    /// <summary>Adds a string's text to a sample.</summary>
    public static void AppendTo(TextSample sample, ReadOnlySpan<byte> raw)
    {
        if (raw.IndexOf((byte)'\\') < 0)
        {
            sample.Append(raw);
            return;
        }

        var rented = ArrayPool<byte>.Shared.Rent(raw.Length);
        sample.Append(rented.AsSpan(0, JsonStringDecoder.Decode(raw, rented)));
        ArrayPool<byte>.Shared.Return(rented);
    }

    /// <summary>Where the value that begins at <paramref name="start"/> ends; -1 when it does not.</summary>
    public static int End(ReadOnlySpan<byte> json, int start)
    {
        if ((uint)start >= (uint)json.Length)
        {
            return -1;
        }

        return json[start] switch
        {
            (byte)'"' => StringEnd(json, start + 1),
            (byte)'{' or (byte)'[' => TreeEnd(json, start),
            _ => JsonMarks.ScalarLength(json[start..]) is > 0 and var length ? start + length : -1,
        };
    }

    /// <summary>Just behind the quote that closes the string whose inside begins at <paramref name="at"/>; -1 when nothing does.</summary>
    public static int StringEnd(ReadOnlySpan<byte> json, int at)
    {
        while (at < json.Length)
        {
            var hit = JsonMarks.Next(json[at..]);
            if (hit < 0)
            {
                return -1;
            }

            at += hit + 1;
            if (json[at - 1] == '"')
            {
                return at;
            }

            at++;
        }

        return -1;
    }

    public static int SkipSpace(ReadOnlySpan<byte> json, int at, byte alsoSkip)
    {
        while (at < json.Length && (json[at] <= ' ' || (alsoSkip != 0 && json[at] == alsoSkip)))
        {
            at++;
        }

        return at;
    }

    /// <summary>Just behind the bracket that opens the value; -1 when it opens with something else.</summary>
    public static int Inside(ReadOnlySpan<byte> json, byte bracket)
    {
        var start = SkipSpace(json, 0, 0);
        return start < json.Length && json[start] == bracket ? start + 1 : -1;
    }

    private static int TreeEnd(ReadOnlySpan<byte> json, int at)
    {
        var skip = default(JsonSkip);
        var end = skip.Read(json, at);
        return skip.IsOver ? end : -1;
    }
}
