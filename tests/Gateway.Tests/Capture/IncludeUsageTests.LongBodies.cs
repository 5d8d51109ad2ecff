using System.IO.Compression;
using System.Text;
using Gateway.Alerting.Calls;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Tests.Capture;

/// <summary>Requests that are forwarded before all of them is there.</summary>
public sealed partial class IncludeUsageTests
{
    [Theory]
    [InlineData(HttpProtocols.Http1, HttpProtocols.Http1)]
    [InlineData(HttpProtocols.Http2, HttpProtocols.Http2)]
    public async Task LongBody_WithStreamAtItsEnd_IsCompletedAtItsEnd(HttpProtocols client, HttpProtocols protocol)
    {
        await using var upstream = await StreamingAsync(protocol: protocol);
        await using var proxy = await Proxy.PassThroughTests.StartAsync(upstream, client, protocol);
        var body = $"{{\"messages\":[\"{Filler}\",{{\"a\":{{}}}}],\"stream\":true}} \n";

        var answer = await SendAsync(proxy, body);

        Assert.Equal(body.Replace("true} \n", "true," + Asked + "} \n", StringComparison.Ordinal), Encoding.UTF8.GetString(upstream.Last.Body));
        Assert.DoesNotContain("Content-Length", upstream.Last.Headers.Keys);
        Assert.Equal(First + Last + Done, answer);
        await AssertMeteredAsync(proxy);
    }

    [Theory]
    [InlineData("{\"stream\":false,\"messages\":\"", "\"}", true)]
    [InlineData("{\"stream\":true,\"stream_options\":{\"include_usage\":true},\"messages\":\"", "\"}", true)]
    [InlineData("{\"messages\":\"", "\",\"stream\":false}", false)]
    [InlineData("{\"messages\":\"", "\"}", false)]
    [InlineData("{\"messages\":\"", "\",\"stream\":true,\"stream_options\":{\"x\":1}}", false)]
    [InlineData("{\"messages\":\"", "\",\"stream\":true", false)]
    public async Task LongBody_ThatNeedsNothingOrShowsItTooLate_IsForwardedByteForByte(string head, string tail, bool knownInTime)
    {
        await using var upstream = await StreamingAsync();
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);
        var body = head + Filler + tail;

        await SendAsync(proxy, body);

        Assert.Equal(body, Encoding.UTF8.GetString(upstream.Last.Body));
        Assert.Equal(knownInTime, upstream.Last.Headers.ContainsKey("Content-Length"));
    }

    [Fact]
    public async Task LongBody_WithOptionsInItsBeginning_IsEditedThere()
    {
        await using var upstream = await StreamingAsync();
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);
        var body = $"{{\"stream\":true,\"stream_options\":{{\"x\":1}},\"messages\":\"{Filler}\"}}";

        var answer = await SendAsync(proxy, body);

        Assert.Equal(body.Replace("{\"x\"", "{\"include_usage\":true,\"x\"", StringComparison.Ordinal), Encoding.UTF8.GetString(upstream.Last.Body));
        Assert.Equal($"{body.Length + 21}", upstream.Last.Headers["Content-Length"]);
        Assert.Equal(First + Last + Done, answer);
    }

    private static readonly string Filler = new('x', 1_500_000);
}
