using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Gateway.Alerting.Calls;
using Gateway.Testing;
using Gateway.Tests.Capture;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gateway.Tests.Proxy;

public sealed class PassThroughTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<HttpProtocols, HttpProtocols, int, bool> Shapes()
    {
        var shapes = new TheoryData<HttpProtocols, HttpProtocols, int, bool>();
        foreach (var client in new[] { HttpProtocols.Http1, HttpProtocols.Http2 })
        {
            foreach (var upstream in new[] { HttpProtocols.Http1, HttpProtocols.Http2 })
            {
                foreach (var size in new[] { 0, 1, 5_000, 3_000_000 })
                {
                    shapes.Add(client, upstream, size, true);
                    shapes.Add(client, upstream, size, false);
                }
            }
        }

        return shapes;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Body_OfAnySizeAndFraming_PassesUnchangedBothWays(HttpProtocols client, HttpProtocols upstreamProtocol, int size, bool contentLength)
    {
        var answer = RandomNumberGenerator.GetBytes(size);
        await using var upstream = await FakeUpstream.StartAsync(
            async context =>
            {
                context.Response.StatusCode = 201;
                context.Response.ContentType = "application/json";
                if (contentLength)
                    context.Response.ContentLength = size;
                await context.Response.Body.WriteAsync(answer);
            },
            upstreamProtocol);
        await using var proxy = await StartAsync(upstream, client, upstreamProtocol);
        var body = RandomNumberGenerator.GetBytes(size);
        if (size > 1)
        {
            // Looks like a body that may have to ask for usage, and is none.
            body[0] = (byte)'{';
            body[1] = (byte)'x';
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/chat/completions")
        {
            Version = proxy.Client.DefaultRequestVersion,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = contentLength ? new ByteArrayContent(body) : new StreamContent(new UnsizedStream(body)),
        };
        request.Content.Headers.ContentType = new("application/json");
        using var response = await proxy.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        var framed = response.Content.Headers.NonValidated.Contains("Content-Length");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(answer, await response.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(body, upstream.Last.Body);
        if (size > 0)
        {
            // Without a body there is nothing to frame, and the two versions of HTTP say so differently.
            Assert.Equal(contentLength ? $"{size}" : null, upstream.Last.Headers.GetValueOrDefault("Content-Length"));
            Assert.Equal(contentLength, framed);
        }

        var call = await proxy.NextCallAsync();
        Assert.Equal((size, size), ((int)call.BytesIn, (int)call.BytesOut));
    }

    [Theory]
    [InlineData("/openai/v1/files/a%2Fb?x=%20y&key=1", "/v1/files/a%2Fb?x=%20y&key=1")]
    [InlineData("/bedrock/model/anthropic.claude-v1%3A0/converse", "/model/anthropic.claude-v1%3A0/converse")]
    [InlineData("/gemini/v1beta/models/gemini-3:generateContent?alt=sse", "/v1beta/models/gemini-3:generateContent?alt=sse")]
    [InlineData("/ollama/api/chat", "/api/chat")]
    [InlineData("/openai", "/")]
    [InlineData("/v1/messages", "/v1/messages")]
    [InlineData("/v1/models/%E2%82%AC%7E", "/v1/models/%E2%82%AC%7E")]
    [InlineData("/v1beta/models", "/v1beta/models")]
    [InlineData("/openai/v1/files/a%2fb%3aC", "/v1/files/a%2fb%3aC")]
    [InlineData("/openai/v1/files/a%252Fb%25", "/v1/files/a%252Fb%25")]
    [InlineData("/openai/v1/files/a%ffb%c3%28", "/v1/files/a%ffb%c3%28")]
    [InlineData("/openai/v1/files/a|b^c[d]{e}\"<>`", "/v1/files/a|b^c[d]{e}\"<>`")]
    [InlineData("/openai/v1//files/x%20y", "/v1//files/x%20y")]
    [InlineData("/openai/v1/files/a%2f..%2fb", "/v1/files/a%252f..%252fb")]
    [InlineData("/%6f%70enai/openai%2Fv1/%6f", "/openai%2Fv1/%6f")]
    [InlineData("/open%61i/v1/files/a%2fb%3aC", "/v1/files/a%2fb%3aC")]
    [InlineData("/openai/v1/files/a%5Cb%2F", "/v1/files/a%5Cb%2F")]
    [InlineData("/openai/v1/files/x/%2e%2e/a%3ab", "/v1/files/a:b")]
    public async Task Path_WithEscapes_ReachesTheProviderAsItWasWritten(string path, string expected)
    {
        await using var upstream = await FakeUpstream.StartAsync(_ => Task.CompletedTask);
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);

        var uri = new Uri(proxy.Client.BaseAddress!.OriginalString + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var response = await proxy.Client.GetAsync(uri, Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, upstream.Last.Target);
    }

    [Theory]
    [InlineData("/openai/v1/chat/completions")]
    [InlineData("/mistral/v1/chat/completions")]
    [InlineData("/openai/v1/files")]
    public async Task ChunkSize_BeyondAllBounds_IsTheClientsMistake(string path)
    {
        await using var upstream = await FakeUpstream.StartAsync(_ => Task.CompletedTask);
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);
        using var client = new TcpClient(proxy.Client.BaseAddress!.Host, proxy.Client.BaseAddress.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST {path} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nFFFFFFFFFFFFFFFFF\r\n"), Cancel);
        using var reader = new StreamReader(stream);

        Assert.StartsWith("HTTP/1.1 400 ", await reader.ReadToEndAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal((CallOutcome.ClientError, 400), await proxy.NextCallAsync() is var call ? (call.Outcome, call.StatusCode) : default);
    }

    [Fact]
    public async Task Headers_OfTheRequest_AreExactlyTheClients()
    {
        await using var upstream = await FakeUpstream.StartAsync(_ => Task.CompletedTask);
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/chat/completions") { Content = new StringContent("{\"model\":\"m\"}") };
        request.Content.Headers.ContentType = new("application/json");
        foreach (var (name, value) in new[]
        {
            ("Authorization", "Bearer sk-test-0123456789"), ("User-Agent", "client/1"), ("Accept-Encoding", "gzip, br"), ("OpenAI-Organization", "org"),
            ("Helicone-User-Id", "ann"), ("X-Gateway-User", "ann"), ("X-Gateway-Team", "blue"), ("x-gateway-anything", "1"), ("Via", "1.1 proxy"),
            ("X-Forwarded-For", "10.0.0.1"), ("X-Forwarded-Host", "intern"), ("Forwarded", "for=10.0.0.1"), ("X-Real-IP", "10.0.0.1"),
            ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
            ("Cookie", "theirs=1; gateway_admin=secret; gateway_admin.x=2; gateway_af_token=3; other=4"),
        })
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        using var activity = new System.Diagnostics.Activity("test").Start();
        using var response = await proxy.Client.SendAsync(request, Cancel);

        Assert.Equal(
            [
                "Accept-Encoding: gzip, br", "Authorization: Bearer sk-test-0123456789", "Content-Length: 13", "Content-Type: application/json", "Cookie: theirs=1; other=4",
                "Helicone-User-Id: ann", $"Host: {new Uri(upstream.Address).Authority}", "OpenAI-Organization: org", "User-Agent: client/1",
            ],
            upstream.Last.Headers.Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Cookie_OfTheAdminAlone_LeavesNoCookieHeader()
    {
        await using var upstream = await FakeUpstream.StartAsync(_ => Task.CompletedTask);
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openai/v1/models");
        request.Headers.Add("Cookie", "gateway_admin=secret");

        using var response = await proxy.Client.SendAsync(request, Cancel);

        Assert.DoesNotContain("Cookie", upstream.Last.Headers.Keys);
    }

    [Fact]
    public async Task Expect_OfTheClient_IsAnsweredHereAndNotForwarded()
    {
        await using var upstream = await FakeUpstream.StartAsync(_ => Task.CompletedTask);
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/anthropic/v1/messages") { Content = new StringContent("{}") };
        request.Headers.ExpectContinue = true;

        using var response = await proxy.Client.SendAsync(request, Cancel);

        Assert.Equal("{}"u8.ToArray(), upstream.Last.Body);
        Assert.DoesNotContain("Expect", upstream.Last.Headers.Keys);
    }

    [Fact]
    public async Task Headers_OutsideAscii_PassByteForByte()
    {
        await using var upstream = new FakeUpstreamRaw(async connection =>
        {
            var request = await connection.ReadRequestAsync();
            var bytes = System.Text.Encoding.Latin1.GetBytes(request.Split("\r\n").Single(line => line.StartsWith("X-Name", StringComparison.Ordinal))["X-Name: ".Length..]);
            await connection.WriteAsync([.. "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Echo: "u8, .. bytes, .. "\r\n\r\n"u8]);
        });
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);
        using var handler = new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8, ResponseHeaderEncodingSelector = (_, _) => System.Text.Encoding.UTF8 };
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(proxy.Client.BaseAddress!, "/openai/v1/models"));
        request.Headers.TryAddWithoutValidation("X-Name", "Zürich €");

        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal("Zürich €", response.Headers.GetValues("X-Echo").Single());
    }

    [Fact]
    public async Task Headers_OfTheAnswer_AreTheProvidersAndTheCallsId()
    {
        await using var upstream = new FakeUpstreamRaw(async connection =>
        {
            await connection.ReadRequestAsync();
            await connection.WriteAsync("HTTP/1.1 418 Short And Stout\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\nX-A: 1\r\nX-A: 2\r\nSet-Cookie: a=b\r\nContent-Length: 2\r\nContent-Type: text/odd; x=y\r\n\r\nhi");
        });
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);

        using var response = await proxy.Client.GetAsync(new Uri("/openai/v1/x", UriKind.Relative), Cancel);

        Assert.Equal((418, "Short And Stout"), ((int)response.StatusCode, response.ReasonPhrase));
        Assert.Equal(
            ["Content-Length: 2", "Content-Type: text/odd; x=y", "Date: Thu, 01 Jan 2026 00:00:00 GMT", "Set-Cookie: a=b", "X-A: 1,2"],
            response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
                .Where(header => header.Key != "X-Gateway-Call-Id").Select(header => $"{header.Key}: {string.Join(',', (IEnumerable<string>)header.Value)}").Order(StringComparer.Ordinal));
        Assert.Equal((await proxy.NextCallAsync()).Id, response.Headers.GetValues("X-Gateway-Call-Id").Single());
    }

    [Fact]
    public async Task Trailers_OfAnHttp2Answer_ReachTheClient()
    {
        await using var upstream = await FakeUpstream.StartAsync(
            async context =>
            {
                context.Response.DeclareTrailer("x-check");
                await context.Response.WriteAsync("body");
                context.Response.AppendTrailer("x-check", "sum");
            },
            HttpProtocols.Http2);
        await using var proxy = await StartAsync(upstream, HttpProtocols.Http2, HttpProtocols.Http2);

        using var response = await proxy.Client.GetAsync(new Uri("/openai/v1/models", UriKind.Relative), Cancel);

        Assert.Equal("body", await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("sum", response.TrailingHeaders.GetValues("x-check").Single());
    }

    internal static Task<ProxyUnderTest> StartAsync(FakeUpstream upstream, HttpProtocols client, HttpProtocols upstreamProtocol) => ProxyUnderTest.StartAsync(
        upstream.Address,
        client,
        null,
        upstreamProtocol == HttpProtocols.Http2
            ? [("ReverseProxy:Clusters:openai:HttpRequest:Version", "2"), ("ReverseProxy:Clusters:openai:HttpRequest:VersionPolicy", "RequestVersionExact")]
            : []);
}
