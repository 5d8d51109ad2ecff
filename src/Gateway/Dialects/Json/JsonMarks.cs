using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Gateway.Dialects.Json;

/// <summary>
/// Finds where strings and scalars end. Nearly all that is looked for is near (names, numbers, runs between two escapes), where a search of the
/// framework spends most of its time on beginning: the first bytes are looked at here.
/// </summary>
internal static class JsonMarks
{
    /// <summary>The first quote or backslash; -1 when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Next(ReadOnlySpan<byte> text)
    {
        if (text.Length >= Vector256<byte>.Count && In(Vector256.Create(text)) is not 0 and var marks)
        {
            return BitOperations.TrailingZeroCount(marks);
        }

        return text.IndexOfAny((byte)'"', (byte)'\\');
    }

    /// <summary>A bit for each quote and backslash.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint In(Vector256<byte> text) =>
        (Vector256.Equals(text, Vector256.Create((byte)'"')) | Vector256.Equals(text, Vector256.Create((byte)'\\'))).ExtractMostSignificantBits();

    /// <summary>A bit for each bracket and brace, open or closed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint BracketsIn(Vector256<byte> json)
    {
        // [ and { differ in one bit, and so do ] and }.
        var folded = json | Vector256.Create((byte)0x20);
        return (Vector256.Equals(folded, Vector256.Create((byte)'{')) | Vector256.Equals(folded, Vector256.Create((byte)'}'))).ExtractMostSignificantBits();
    }

    /// <summary>Bytes up to the end of a number, <c>true</c>, <c>false</c> or <c>null</c>; all of them when it does not end here.</summary>
    public static int ScalarLength(ReadOnlySpan<byte> json)
    {
        var length = 0;
        while (length < json.Length && !EndsScalar(json[length]))
        {
            length++;
        }

        return length;
    }

    private static bool EndsScalar(byte c) => c is (byte)',' or (byte)'}' or (byte)']' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' or (byte)':' or (byte)'"' or (byte)'[' or (byte)'{';
}
