using System.Buffers.Binary;
using System.Buffers.Text;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>The place of a call in the log's order: pages go on after it, however many calls arrive meanwhile. Opaque to clients.</summary>
internal readonly record struct CallCursor(long StartedMs, long Seq)
{
    private const byte Version = 1;
    private const int Length = 1 + (2 * sizeof(long));

    /// <summary>Before every call.</summary>
    public static CallCursor Newest => new(long.MaxValue, long.MaxValue);

    /// <exception cref="FormatException">Not a cursor that <see cref="ToString"/> has made.</exception>
    public static CallCursor Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (!Base64Url.IsValid(text, out var length) || length != Length || Base64Url.DecodeFromChars(text, bytes) != Length || bytes[0] != Version)
            throw new FormatException("cursor must be the next_cursor of a former answer, unchanged");

        return new CallCursor(BinaryPrimitives.ReadInt64BigEndian(bytes[1..]), BinaryPrimitives.ReadInt64BigEndian(bytes[(1 + sizeof(long))..]));
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], StartedMs);
        BinaryPrimitives.WriteInt64BigEndian(bytes[(1 + sizeof(long))..], Seq);
        return Base64Url.EncodeToString(bytes);
    }
}
