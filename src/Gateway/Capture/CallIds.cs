using System.Buffers.Binary;

namespace Gateway.Capture;

/// <summary>
/// Names calls: UUIDs of version 7 in "N" format, so that ids sort by start. Their random bits come from this process's generator and not, as those of
/// <see cref="Guid.CreateVersion7()"/>, from a system call each: an id has to be unique, not secret.
/// </summary>
internal static class CallIds
{
    public static string New(DateTimeOffset startedAt)
    {
        Span<byte> id = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(id, startedAt.ToUnixTimeMilliseconds() << 16);
        Random.Shared.NextBytes(id[6..]);
        id[6] = (byte)((id[6] & 0x0F) | 0x70);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return Convert.ToHexStringLower(id);
    }
}
