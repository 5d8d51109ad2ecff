using Gateway.Proxy;

namespace Gateway.Tests.Proxy;

/// <summary>A connection read in large blocks gives its readers what the connection itself would have given them.</summary>
public sealed class ReadAheadStreamTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reads_OfAnySize_GiveTheSameBytesInOrder()
    {
        var random = new Random(20261129);
        for (var round = 0; round < 200; round++)
        {
            var bytes = new byte[random.Next(200_000)];
            random.NextBytes(bytes);
            await using var stream = new ReadAheadStream(new Pieces(bytes, () => random.Next(1, 60_000)));
            var seen = new MemoryStream();
            while (true)
            {
                if (random.Next(3) > 0)
                    Assert.Equal(0, await stream.ReadAsync(Memory<byte>.Empty, Cancel));
                var buffer = new byte[random.Next(1, random.Next(2) == 0 ? 5_000 : 100_000)];
                var read = await stream.ReadAsync(buffer, Cancel);
                if (read == 0)
                    break;
                seen.Write(buffer, 0, read);
            }

            Assert.Equal(bytes, seen.ToArray());
        }
    }

    [Fact]
    public async Task SmallReads_OnceBytesAreThere_AreServedFromOneReadOfTheConnection()
    {
        var connection = new Pieces(new byte[20_000], () => int.MaxValue);
        await using var stream = new ReadAheadStream(connection);

        Assert.Equal(0, await stream.ReadAsync(Memory<byte>.Empty, Cancel));
        for (var read = 0; read < 20_000; read += 4_000)
        {
            Assert.Equal(4_000, await stream.ReadAsync(new byte[4_000], Cancel));
            Assert.Equal(0, await stream.ReadAsync(Memory<byte>.Empty, Cancel));
        }

        Assert.Equal([0, ReadAheadStream.BlockSize, 0], connection.Asked);
    }

    [Fact]
    public async Task Read_ThatNobodyWaitedFor_GoesToTheConnectionAsItIs()
    {
        var connection = new Pieces(new byte[20_000], () => int.MaxValue);
        await using var stream = new ReadAheadStream(connection);

        Assert.Equal(4_096, await stream.ReadAsync(new byte[4_096], Cancel));

        Assert.Equal([4_096], connection.Asked);
    }

    [Fact]
    public async Task Read_AsLargeAsABlock_IsNotCopiedTwice()
    {
        var connection = new Pieces(new byte[100_000], () => int.MaxValue);
        await using var stream = new ReadAheadStream(connection);

        Assert.Equal(0, await stream.ReadAsync(Memory<byte>.Empty, Cancel));
        Assert.Equal(64_000, await stream.ReadAsync(new byte[64_000], Cancel));

        Assert.Equal([0, 64_000], connection.Asked);
    }

    [Theory]
    [InlineData("http://localhost:11434/v1", true)]
    [InlineData("https://api.openai.com/v1", false)]
    public void EncryptedConnections_AreLeftAlone(string address, bool isWrapped)
    {
        var connection = new MemoryStream();

        Assert.Equal(isWrapped, ReadAheadStream.IfPlain(new(HttpMethod.Post, address), connection) is ReadAheadStream);
    }

    /// <summary>A connection whose bytes come in pieces, and which remembers how many were asked for.</summary>
    private sealed class Pieces(byte[] bytes, Func<int> next) : MemoryStream(bytes)
    {
        public List<int> Asked { get; } = [];

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Asked.Add(buffer.Length);
            await Task.Yield();
            return await base.ReadAsync(buffer[..Math.Min(buffer.Length, next())], cancellationToken);
        }
    }
}
