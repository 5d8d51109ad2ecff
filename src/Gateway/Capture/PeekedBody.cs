using System.Buffers;

namespace Gateway.Capture;

/// <summary>A body whose beginning was read ahead: the pieces come first, then the rest as it arrives. Each piece goes back to the pool once it is through.</summary>
/// <remarks>
/// The bytes are taken, not just looked at: a server reader that was told "examined" and is then read from the start again takes back
/// the HTTP/2 window that it has already granted, and ends the connection of an honest client.
/// </remarks>
internal sealed class PeekedBody(Stream body) : ReadThroughStream(body)
{
    private const int PieceSize = 64 * 1024;
    private const int SmallestPiece = 4 * 1024;

    private Piece? _first;
    private Piece? _last;
    private int _taken;

    /// <summary>Bytes read ahead.</summary>
    public long Ahead { get; private set; }

    /// <summary>Reads on into the pieces. Empty at the body's end.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> PeekAsync(long? expected, CancellationToken cancellationToken)
    {
        if (_last is null || _last.Free.Length == 0)
        {
            var next = new Piece(ArrayPool<byte>.Shared.Rent((int)Math.Clamp(expected ?? PieceSize, SmallestPiece, PieceSize)));
            if (_last is null)
                _first = next;
            else
                _last.Next = next;
            _last = next;
        }

        var read = await Inner.ReadAsync(_last.Free, cancellationToken);
        Ahead += read;
        return _last.Fill(read);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_first is { } piece)
        {
            var part = Math.Min(piece.Filled - _taken, buffer.Length);
            if (part > 0 || buffer.Length == 0)
            {
                piece.Bytes.AsMemory(_taken, part).CopyTo(buffer);
                _taken += part;
                return new(part);
            }

            ArrayPool<byte>.Shared.Return(piece.Bytes);
            (_first, _taken) = (piece.Next, 0);
        }

        return Inner.ReadAsync(buffer, cancellationToken);
    }

    private sealed class Piece(byte[] bytes)
    {
        public byte[] Bytes => bytes;

        public Piece? Next { get; set; }

        public int Filled { get; private set; }

        public Memory<byte> Free => bytes.AsMemory(Filled);

        public ReadOnlyMemory<byte> Fill(int read)
        {
            var filled = bytes.AsMemory(Filled, read);
            Filled += read;
            return filled;
        }
    }
}
