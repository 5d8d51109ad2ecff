using System.Numerics;
using System.Runtime.Intrinsics;

namespace Gateway.Dialects.Json;

/// <summary>Counts the text of a string without unescaping it, several times as fast where it is full of escapes.</summary>
internal static class JsonTextLength
{
    /// <summary>Counts up to the string's end, the end of the bytes, or an escape that takes more than one look: <c>\u</c>, or one that is cut.</summary>
    /// <param name="bytes">The inside of a string, and what follows.</param>
    /// <param name="at">Where to begin.</param>
    /// <param name="length">Bytes that it would have unescaped.</param>
    /// <returns>Where it stopped.</returns>
    public static int Count(ReadOnlySpan<byte> bytes, int at, out int length)
    {
        length = 0;
        var isStop = false;
        // A vector at a time, because a search that begins anew behind every escape spends most of its time on beginning.
        while (!isStop && at + Vector256<byte>.Count < bytes.Length)
        {
            at = CountVector(bytes, at, ref length, ref isStop);
        }

        while (!isStop)
        {
            var hit = JsonMarks.Next(bytes[at..]);
            length += hit < 0 ? bytes.Length - at : hit;
            at = hit < 0 ? bytes.Length : at + hit;
            isStop = at + 1 >= bytes.Length || IsStop(bytes, at);
            if (!isStop)
            {
                length++;
                at += 2;
            }
        }

        return at;
    }

    /// <summary>Counts one vector's worth, or up to the stop in it. There is at least one byte behind the vector.</summary>
    /// <returns>Behind what was counted: that may be one more byte, when the vector ends inside an escape.</returns>
    private static int CountVector(ReadOnlySpan<byte> bytes, int at, ref int length, ref bool isStop)
    {
        var marks = JsonMarks.In(Vector256.Create(bytes[at..]));
        var counted = 0;
        while (marks != 0)
        {
            var mark = BitOperations.TrailingZeroCount(marks);
            length += mark - counted;
            if (IsStop(bytes, at + mark))
            {
                isStop = true;
                return at + mark;
            }

            length++;
            counted = mark + 2;
            // Neither the backslash nor what it escapes is looked at again.
            marks &= ~(0b11u << mark);
        }

        var end = Math.Max(counted, Vector256<byte>.Count);
        length += end - counted;
        return at + end;
    }

    private static bool IsStop(ReadOnlySpan<byte> bytes, int mark) => bytes[mark] == '"' || bytes[mark + 1] == 'u';
}
