using System.Buffers;
using System.Collections.Concurrent;
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

    private sealed class Pool : MemoryPool<byte>
    {
        private readonly ConcurrentQueue<Block> _idle = new();
        private int _idleCount;

        public override int MaxBufferSize => BlockSize;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockSize);
            if (!_idle.TryDequeue(out var block))
                return new Block(this);
            Interlocked.Decrement(ref _idleCount);
            return block;
        }

        protected override void Dispose(bool disposing) => _idle.Clear();

        private void Return(Block block)
        {
            if (Interlocked.Increment(ref _idleCount) <= MaxIdle)
                _idle.Enqueue(block);
            else
                Interlocked.Decrement(ref _idleCount);
        }

        /// <summary>Pinned once for all its life: sockets need not do it for every read.</summary>
        private sealed class Block(Pool pool) : IMemoryOwner<byte>
        {
            public Memory<byte> Memory { get; } = MemoryMarshal.CreateFromPinnedArray(GC.AllocateUninitializedArray<byte>(BlockSize, pinned: true), 0, BlockSize);

            public void Dispose() => pool.Return(this);
        }
    }
}
