using System.IO.Compression;
using CsCheck;
using Gateway.Dialects;
using ZstdSharp;

namespace Gateway.Tests.Dialects;

/// <summary>However the network cuts the bytes, and however they are encoded, the reading is the same.</summary>
public sealed class SplitTests
{
    private static readonly Gen<int[]> Pieces = Gen.Int[1, 40].Array[1, 12];

    public static TheoryData<string> Files { get; } = [.. Wire.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void Answer_CutAnywhere_ReadsTheSame(string file)
    {
        var bytes = Wire.Bytes(file);
        var whole = Wire.Facts(Wire.Read(file));

        Assert.Equal(whole, Wire.Facts(Wire.Read(Wire.Reader(file), bytes, [1])));
        Pieces.Sample(pieces => Assert.Equal(whole, Wire.Facts(Wire.Read(Wire.Reader(file), bytes, pieces))), iter: 30, threads: 1);
    }

    [Theory]
    [InlineData("gzip", "openai-chat.sse")]
    [InlineData("deflate", "anthropic.sse")]
    [InlineData("raw-deflate", "anthropic.sse")]
    [InlineData("br", "gemini-stream.json")]
    [InlineData("zstd", "openai-chat.json")]
    [InlineData("gzip, br", "ollama-chat.ndjson")]
    [InlineData("zstd, identity, x-gzip", "bedrock-converse.bin")]
    public void EncodedAnswer_CutAnywhere_ReadsLikeThePlainOne(string coding, string file)
    {
        var encoded = coding.Split(", ").Aggregate(Wire.Bytes(file), Encode);
        var header = coding.Replace("raw-", "", StringComparison.Ordinal);
        var plain = Wire.Facts(Wire.Read(file));

        Assert.Equal(plain, Wire.Facts(Wire.Read(Wire.Reader(file, encoding: header), encoded)));
        Assert.Equal(plain, Wire.Facts(Wire.Read(Wire.Reader(file, encoding: header), encoded, [1])));
        Pieces.Sample(pieces => Assert.Equal(plain, Wire.Facts(Wire.Read(Wire.Reader(file, encoding: header), encoded, pieces))), iter: 30, threads: 1);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    public void EncodedStream_OfAFlushingServer_IsReadAsItArrives(string coding)
    {
        var reader = Wire.Reader("anthropic.sse", encoding: coding);
        var buffer = new MemoryStream();
        using Stream encoder = coding switch
        {
            "gzip" => new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(buffer, CompressionLevel.Fastest, leaveOpen: true),
            _ => new CompressionStream(buffer, leaveOpen: true),
        };
        var bytes = Wire.Bytes("anthropic.sse");
        var first = bytes.AsSpan().IndexOf("event: content_block_stop"u8);

        encoder.Write(bytes.AsSpan(0, first));
        encoder.Flush();
        reader.Read(buffer.ToArray());

        Assert.True(reader.ContentSeen);
        Assert.Null(reader.Fault);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    [InlineData("gzip, br")]
    public void EncodedAnswer_ThatIsMalformed_StopsTheReadingWithoutThrowing(string coding)
    {
        var encoded = coding.Split(", ").Aggregate(Wire.Bytes("openai-chat.sse"), Encode);
        encoded.AsSpan(encoded.Length / 3, 40).Fill(0xA5);
        encoded.AsSpan(0, 3).Fill(0xFF);
        var reader = Wire.Reader("openai-chat.sse", encoding: coding);

        reader.Read(encoded);
        reader.Read(encoded);
        var answer = reader.Finish(true);

        Assert.IsType<InvalidDataException>(reader.Fault);
        Assert.Null(answer.Usage);
    }

    [Fact]
    public void EncodedAnswer_ThatAsksForAPresetDictionary_StopsTheReadingWithoutThrowing()
    {
        var reader = Wire.Reader("openai-chat.sse", encoding: "deflate");

        reader.Read([0x78, 0xBB, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66]);

        Assert.IsType<InvalidDataException>(reader.Fault);
    }

    [Fact]
    public void EncodedAnswer_WithAnUnknownCoding_PassesUnread()
    {
        var reader = Wire.Reader("openai-chat.sse", encoding: "compress");

        reader.Read(Wire.Bytes("openai-chat.sse"));

        Assert.Null(reader.Finish(true).Model);
        Assert.IsType<NotSupportedException>(reader.Fault);
    }

    [Fact]
    public void AnyAnswer_OfRandomBytes_NeverThrows() =>
        Gen.Select(Gen.OneOfConst(Wire.Files.ToArray()), Gen.Byte.Array[0, 400], Pieces, Gen.OneOfConst(null, "gzip", "deflate", "br", "zstd"))
            .Sample((file, bytes, pieces, coding) => Push(Wire.Reader(file, encoding: coding), bytes, pieces), iter: 2_000, threads: 1);

    [Fact]
    public void AnyAnswer_WithBytesDamaged_NeverThrowsAndKeepsNoNegativeCount() =>
        Gen.Select(Gen.OneOfConst(Wire.Files.ToArray()), Gen.Select(Gen.Int[0, 100_000], Gen.Byte).Array[1, 8], Pieces)
            .Sample((file, damages, pieces) =>
            {
                var bytes = Wire.Bytes(file);
                foreach (var (at, value) in damages)
                {
                    bytes[at % bytes.Length] = value;
                }

                var reader = Wire.Reader(file);
                var answer = Push(reader, bytes, pieces);
                Assert.True(reader.Fault is null or InvalidDataException);
                Assert.True((answer.Usage?.UncachedInput ?? 0) >= 0 && (answer.Usage?.TextOutput ?? 0) >= 0);
            }, iter: 3_000, threads: 1);

    private static AnswerReading Push(AnswerReader reader, byte[] bytes, int[] pieces)
    {
        for (int at = 0, i = 0; at < bytes.Length; i++)
        {
            var length = Math.Min(pieces[i % pieces.Length], bytes.Length - at);
            reader.Read(bytes.AsSpan(at, length));
            at += length;
        }

        Assert.True(reader.Fault is null or InvalidDataException, reader.Fault?.ToString());
        return reader.Finish(true);
    }

    private static byte[] Encode(byte[] bytes, string coding)
    {
        if (coding == "identity")
        {
            return bytes;
        }

        var buffer = new MemoryStream();
        using (Stream encoder = coding switch
        {
            "gzip" or "x-gzip" => new GZipStream(buffer, CompressionLevel.Optimal),
            "deflate" => new ZLibStream(buffer, CompressionLevel.Optimal),
            "raw-deflate" => new DeflateStream(buffer, CompressionLevel.Optimal),
            "br" => new BrotliStream(buffer, CompressionLevel.Optimal),
            _ => new CompressionStream(buffer),
        })
        {
            encoder.Write(bytes);
        }

        return buffer.ToArray();
    }
}
