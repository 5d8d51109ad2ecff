using System.Buffers;
using System.Runtime.CompilerServices;

namespace Gateway.Alerting.Calls;

/// <summary>One line of a body. <see cref="Bytes"/> is valid only until the next line is asked for; null when the line was too long to keep.</summary>
internal readonly record struct NdjsonLine(long Number, ReadOnlyMemory<byte>? Bytes);

/// <summary>Splits a body into lines in bounded memory. Blank lines are counted and left out, and so are a byte order mark and the record separators of json-seq.</summary>
internal static class NdjsonLines
{
    /// <summary>The longest line, in bytes; a call is a few hundred.</summary>
    public const int LongestLine = 1024 * 1024;

    private const int FirstBuffer = 64 * 1024;

    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    public static async IAsyncEnumerable<NdjsonLine> ReadAsync(Stream body, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
        try
        {
            var (start, end, scanned, number, skipping) = (0, 0, 0, 0L, false);
            while (true)
            {
                // Only what has not been looked at yet: a long line must not cost its length squared.
                var newline = buffer.AsSpan(scanned, end - scanned).IndexOf((byte)'\n');
                if (newline >= 0)
                {
                    var line = buffer.AsMemory(start, scanned + newline - start);
                    start = scanned = scanned + newline + 1;
                    number++;
                    if (Line(number, line, skipping) is { } found)
                        yield return found;

                    skipping = false;
                    continue;
                }

                if (skipping || end - start > LongestLine)
                {
                    skipping = true;
                    start = end;
                }

                (buffer, start, end) = MakeRoom(buffer, start, end);
                scanned = end;
                var read = await body.ReadAsync(buffer.AsMemory(end), cancellationToken);
                if (read == 0)
                    break;

                end += read;
            }

            if ((end > start || skipping) && Line(number + 1, buffer.AsMemory(start, end - start), skipping) is { } last)
                yield return last;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static NdjsonLine? Line(long number, ReadOnlyMemory<byte> bytes, bool tooLong)
    {
        if (tooLong || bytes.Length > LongestLine)
            return new NdjsonLine(number, null);

        var text = number == 1 && bytes.Span.StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes;
        var trimmed = text.Trim(" \t\r\u001e"u8);
        return trimmed.IsEmpty ? null : new NdjsonLine(number, trimmed);
    }

    /// <summary>Moves the unfinished line to the front, into a larger buffer when it fills this one.</summary>
    private static (byte[] Buffer, int Start, int End) MakeRoom(byte[] buffer, int start, int end)
    {
        if (end < buffer.Length)
            return (buffer, start, end);

        var length = end - start;
        if (length < buffer.Length / 2)
        {
            buffer.AsSpan(start, length).CopyTo(buffer);
            return (buffer, 0, length);
        }

        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(start, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return (larger, 0, length);
    }
}
