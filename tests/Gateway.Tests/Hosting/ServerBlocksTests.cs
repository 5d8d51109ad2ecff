using System.Buffers;
using Gateway.Hosting;

namespace Gateway.Tests.Hosting;

public sealed class ServerBlocksTests
{
    private readonly MemoryPool<byte> _pool = new ServerBlocks().Create();

    [Fact]
    public void Block_IsLarge_WhateverIsAskedFor()
    {
        using var any = _pool.Rent();
        using var some = _pool.Rent(4096);

        Assert.Equal((ServerBlocks.BlockSize, ServerBlocks.BlockSize), (any.Memory.Length, some.Memory.Length));
        Assert.Throws<ArgumentOutOfRangeException>(() => _pool.Rent(ServerBlocks.BlockSize + 1));
    }

    [Fact]
    public void Block_ThatCameBack_IsGivenOutAgain_AndNeverTwiceAtOnce()
    {
        var first = _pool.Rent();
        first.Dispose();

        using var again = _pool.Rent();
        using var other = _pool.Rent();

        Assert.Same(first, again);
        Assert.NotSame(again, other);
    }

    [Fact]
    public void Blocks_BeyondTheLimit_AreNotKept()
    {
        var rented = Enumerable.Range(0, ServerBlocks.MaxIdle + 10).Select(_ => _pool.Rent()).ToArray();
        foreach (var block in rented)
            block.Dispose();

        var again = Enumerable.Range(0, rented.Length).Select(_ => _pool.Rent()).ToHashSet();

        Assert.Equal(ServerBlocks.MaxIdle, again.Count(rented.Contains));
    }
}
