using System.IO.Compression;
using System.Text;
using Gateway.Alerting.Calls;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Tests.Capture;

/// <summary>Streams that the provider compresses.</summary>
public sealed partial class IncludeUsageTests
{
    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    public async Task CompressedStream_OfTheProvider_IsStrippedAndStaysCompressed(string encoding)
    {
        await using var upstream = await StreamingAsync(encoding);
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);
        using var content = new StringContent("{\"stream\":true}");

        using var response = await proxy.Client.PostAsync(new Uri("/openai/v1/chat/completions", UriKind.Relative), content, Cancel);
        var bytes = await response.Content.ReadAsByteArrayAsync(Cancel);

        Assert.Equal(encoding, response.Content.Headers.ContentEncoding.Single());
        Assert.Equal(First + Last + Done, Encoding.UTF8.GetString(Decompress(encoding, bytes)));
        await AssertMeteredAsync(proxy);
    }

    /// <summary>What the header promises is not always what comes.</summary>
    [Theory]
    [InlineData("gzip", "plain")]
    [InlineData("deflate", "plain")]
    [InlineData("zstd", "plain")]
    [InlineData("deflate", "raw deflate")]
    [InlineData("gzip", "nothing")]
    public async Task Stream_ThatIsNotCodedAsItsHeaderSays_PassesWhole(string encoding, string kind)
    {
        var plain = Encoding.UTF8.GetBytes(First + Last + Usage + Done);
        var sent = kind switch { "raw deflate" => Compress(kind, plain), "nothing" => [], _ => plain };
        await using var upstream = await FakeUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.ContentEncoding = encoding;
            await context.Response.Body.FlushAsync();
            foreach (var one in sent)
                await context.Response.Body.WriteAsync(new[] { one });
        });
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);
        using var content = new StringContent("{\"stream\":true}");

        using var response = await proxy.Client.PostAsync(new Uri("/openai/v1/chat/completions", UriKind.Relative), content, Cancel);

        Assert.Equal((200, true), ((int)response.StatusCode, upstream.Last.Body.AsSpan().IndexOf("include_usage"u8) > 0));
        Assert.Equal(sent, await response.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task CompressedStream_EveryEvent_ArrivesBeforeTheNextIsSent()
    {
        var next = new SemaphoreSlim(0);
        await using var upstream = await FakeUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
            foreach (var one in new[] { First, Last, Usage + Done })
            {
                await gzip.WriteAsync(Encoding.UTF8.GetBytes(one));
                await gzip.FlushAsync();
                await next.WaitAsync();
            }
        });
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/chat/completions") { Content = new StringContent("{\"stream\":true}") };

        using var response = await proxy.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        await using var plain = new GZipStream(await response.Content.ReadAsStreamAsync(Cancel), CompressionMode.Decompress);
        var buffer = new byte[1000];
        foreach (var expected in new[] { First, Last, Done })
        {
            Assert.Equal(expected, Encoding.UTF8.GetString(buffer, 0, await plain.ReadAtLeastAsync(buffer, expected.Length, cancellationToken: Cancel)));
            next.Release();
        }

        Assert.Equal(0, await plain.ReadAsync(buffer, Cancel));
    }

    private static byte[] Compress(string encoding, byte[] plain)
    {
        var coded = new MemoryStream();
        using (Stream coder = encoding switch
        {
            "gzip" => new GZipStream(coded, CompressionLevel.Fastest, true),
            "br" => new BrotliStream(coded, CompressionLevel.Fastest, true),
            "deflate" => new ZLibStream(coded, CompressionLevel.Fastest, true),
            "raw deflate" => new DeflateStream(coded, CompressionLevel.Fastest, true),
            _ => new ZstdSharp.CompressionStream(coded, 1, leaveOpen: true),
        })
        {
            coder.Write(plain);
        }

        return coded.ToArray();
    }

    private static byte[] Decompress(string encoding, byte[] coded)
    {
        var source = new MemoryStream(coded);
        using Stream decoder = encoding switch
        {
            "gzip" => new GZipStream(source, CompressionMode.Decompress),
            "br" => new BrotliStream(source, CompressionMode.Decompress),
            "deflate" => new ZLibStream(source, CompressionMode.Decompress),
            _ => new ZstdSharp.DecompressionStream(source),
        };
        var plain = new MemoryStream();
        decoder.CopyTo(plain);
        return plain.ToArray();
    }
}
