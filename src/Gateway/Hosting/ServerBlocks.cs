using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;

namespace Gateway.Hosting;

/// <summary>
/// The memory that the server reads requests into and sends answers from, in blocks of 32 KB. Its own have 4 KB, which makes fifty-odd reads, two system calls each,
/// of a prompt of 200 KB. A connection that waits for bytes holds no block.
/// </summary>
internal sealed class ServerBlocks : IMemoryPoolFactory<byte>
{
    public const int BlockSize = 32 * 1024;

    /// <summary>Blocks that are kept when nobody uses them; the rest is the garbage collector's. 16 MB.</summary>
    public const int MaxIdle = 512;

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new Pool();

    /// <summary>What was given back last is handed out first: the processor's caches still hold it.</summary>
    private sealed class Pool : MemoryPool<byte>
    {
        private readonly Stack<Block> _idle = new();
        private readonly Lock _gate = new();

        public override int MaxBufferSize => BlockSize;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockSize);
            lock (_gate)
            {
                if (_idle.TryPop(out var block))
                    return block;
            }

            return new Block(this);
        }

        protected override void Dispose(bool disposing)
        {
            lock (_gate)
                _idle.Clear();
        }

        private void Return(Block block)
        {
            lock (_gate)
            {
                if (_idle.Count < MaxIdle)
                    _idle.Push(block);
            }
        }

        /// <summary>Pinned once for all its life: sockets need not do it for every read.</summary>
        private sealed class Block(Pool pool) : IMemoryOwner<byte>
        {
            public Memory<byte> Memory { get; } = MemoryMarshal.CreateFromPinnedArray(GC.AllocateUninitializedArray<byte>(BlockSize, pinned: true), 0, BlockSize);

            public void Dispose() => pool.Return(this);
        }
    }
}
