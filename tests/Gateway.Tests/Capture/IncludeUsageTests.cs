using System.IO.Compression;
using System.Text;
using Gateway.Alerting.Calls;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Tests.Capture;

public sealed partial class IncludeUsageTests
{
    private const string First = "data: {\"model\":\"m-1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}],\"usage\":null}\n\n";
    private const string Last = "data: {\"model\":\"m-1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":null}\n\n";
    private const string Usage = "data: {\"model\":\"m-1\",\"choices\":[],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":3,\"total_tokens\":15}}\n\n";
    private const string Done = "data: [DONE]\n\n";
    private const string Asked = "\"stream_options\":{\"include_usage\":true}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{\"model\":\"m\",\"stream\":true}", "{" + Asked + ",\"model\":\"m\",\"stream\":true}")]
    [InlineData(" {\n \"stream\" : true }\n", " {" + Asked + ",\n \"stream\" : true }\n")]
    [InlineData("{\"stream\":true,\"stream_options\":null}", "{\"stream\":true,\"stream_options\":{\"include_usage\":true}}")]
    [InlineData("{\"stream\":true,\"stream_options\":{}}", "{\"stream\":true,\"stream_options\":{\"include_usage\":true}}")]
    [InlineData("{\"stream_options\":{\"x\":1},\"stream\":true}", "{\"stream_options\":{\"include_usage\":true,\"x\":1},\"stream\":true}")]
    [InlineData("{\"stream_options\":{\"x\":1,\"include_usage\": false},\"stream\":true}", "{\"stream_options\":{\"x\":1,\"include_usage\": true},\"stream\":true}")]
    [InlineData("{\"stream_options\":{\"include_usage\":null},\"stream\":true}", "{\"stream_options\":{\"include_usage\":true},\"stream\":true}")]
    public async Task Stream_ThatDoesNotAsk_IsMadeToAskAndTheExtraChunkIsTakenOut(string body, string forwarded)
    {
        await using var upstream = await StreamingAsync();
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);

        var answer = await SendAsync(proxy, body);

        Assert.Equal(forwarded, Encoding.UTF8.GetString(upstream.Last.Body));
        Assert.Equal($"{forwarded.Length}", upstream.Last.Headers["Content-Length"]);
        Assert.Equal(First + Last + Done, answer);
        await AssertMeteredAsync(proxy);
    }

    [Theory]
    [InlineData("{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}")]
    [InlineData("{\"model\":\"m\",\"stream\":false}")]
    [InlineData("{\"model\":\"m\"}")]
    [InlineData("{\"stream\":true,\"stream_options\":\"odd\"}")]
    [InlineData("{\"stream\":true,\"stream_options\":7}")]
    [InlineData("{\"stream\":true,\"stream_options\":true}")]
    [InlineData("{\"stream\":true,\"stream_options\":1234}")]
    [InlineData("{\"stream\":true,\"stream_options\":[{}]}")]
    [InlineData("{\"stream\":true,")]
    [InlineData("[{\"stream\":true}]")]
    [InlineData("not json {\"stream\":true}")]
    [InlineData("")]
    public async Task Body_ThatNeedsNothing_IsForwardedAndAnsweredUnchanged(string body)
    {
        await using var upstream = await StreamingAsync();
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);

        var answer = await SendAsync(proxy, body);

        Assert.Equal(body, Encoding.UTF8.GetString(upstream.Last.Body));
        Assert.Equal($"{body.Length}", upstream.Last.Headers["Content-Length"]);
        Assert.Equal(First + Last + Usage + Done, answer);
    }

    [Theory]
    [InlineData("/mistral/v1/chat/completions", "Capture:IncludeUsage", "true")]
    [InlineData("/openai/v1/chat/completions", "Capture:IncludeUsage", "false")]
    [InlineData("/openai/v1/chat/completions", "ReverseProxy:Clusters:openai:Metadata:Llm.IncludeUsage", "false")]
    [InlineData("/openai/v1/responses", "Capture:IncludeUsage", "true")]
    [InlineData("/anthropic/v1/messages", "Capture:IncludeUsage", "true")]
    public async Task Call_ThatMustNotBeAsked_IsForwardedUnchanged(string path, string key, string value)
    {
        await using var upstream = await StreamingAsync();
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address, settings: [(key, value)]);

        await SendAsync(proxy, "{\"stream\":true}", path: path);

        Assert.Equal("{\"stream\":true}", Encoding.UTF8.GetString(upstream.Last.Body));
    }

    [Fact]
    public async Task Body_ThatIsCompressed_IsForwardedUnchanged()
    {
        await using var upstream = await StreamingAsync();
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);
        var body = Compress("gzip", "{\"stream\":true}"u8.ToArray());

        using var content = new ByteArrayContent(body);
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await proxy.Client.PostAsync(new Uri("/openai/v1/chat/completions", UriKind.Relative), content, Cancel);

        Assert.Equal(body, upstream.Last.Body);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Stream_InPiecesOfAnySize_IsStrippedExactly(int piece)
    {
        await using var upstream = await StreamingAsync(piece: piece);
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);

        Assert.Equal(First + Last + Done, await SendAsync(proxy, "{\"stream\":true}"));
    }

    private static Task<FakeUpstream> StreamingAsync(string? encoding = null, HttpProtocols protocol = HttpProtocols.Http1, int piece = int.MaxValue) => FakeUpstream.StartAsync(
        async context =>
        {
            var stream = Encoding.UTF8.GetBytes(First + Last + Usage + Done);
            context.Response.ContentType = "text/event-stream; charset=utf-8";
            if (encoding is not null)
            {
                context.Response.Headers.ContentEncoding = encoding;
                stream = Compress(encoding, stream);
                context.Response.ContentLength = stream.Length;
            }

            foreach (var part in stream.Chunk(Math.Min(piece, stream.Length)))
            {
                await context.Response.Body.WriteAsync(part);
                await context.Response.Body.FlushAsync();
            }
        },
        protocol);

    private static async Task<string> SendAsync(ProxyUnderTest proxy, string body, string path = "/openai/v1/chat/completions")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Version = proxy.Client.DefaultRequestVersion,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        using var response = await proxy.Client.SendAsync(request, Cancel);
        return await response.Content.ReadAsStringAsync(Cancel);
    }

    private static async Task AssertMeteredAsync(ProxyUnderTest proxy)
    {
        var call = await proxy.NextCallAsync();
        Assert.Equal((CallOutcome.Success, "m-1", true, TokenSource.Provider, 12L, 3L), (call.Outcome, call.ResponseModel, call.Streaming, call.Tokens.Source, call.Tokens.Input, call.Tokens.Output));
    }
}
