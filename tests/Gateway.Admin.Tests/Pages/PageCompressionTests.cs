using System.IO.Compression;
using Gateway.Admin.Tests.Hosting;

namespace Gateway.Admin.Tests.Pages;

public sealed class PageCompressionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("gzip;q=1.0, br;q=0", "gzip")]
    [InlineData("identity", null)]
    public async Task Page_ByWhatTheBrowserTakes_IsCompressedAndSaysWhatItDependsOn(string takes, string? expected)
    {
        await using var host = await AdminHost.StartAsync();
        using var client = host.Client(AdminHost.ViewerKey);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/admin/alerts");
        request.Headers.Add("Accept-Encoding", takes);

        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal(expected, response.Content.Headers.ContentEncoding.SingleOrDefault());
        Assert.Contains("Accept-Encoding", response.Headers.Vary);
        await using var body = await response.Content.ReadAsStreamAsync(Cancel);
        await using Stream plain = expected switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var reader = new StreamReader(plain);
        Assert.EndsWith("</html>", (await reader.ReadToEndAsync(Cancel)).TrimEnd(), StringComparison.Ordinal);
    }

    /// <summary>Every page loads with the first; the others are asked for by programs.</summary>
    [Theory]
    [InlineData("/api/notifications/inbox", "br")]
    [InlineData("/api/calls", null)]
    public async Task Json_ThatEveryPageLoads_IsCompressed(string path, string? expected)
    {
        await using var host = await AdminHost.StartAsync();
        using var client = host.Client(AdminHost.ViewerKey);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept-Encoding", "gzip, br");

        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal(("application/json", expected), (response.Content.Headers.ContentType!.MediaType, response.Content.Headers.ContentEncoding.SingleOrDefault()));
    }
}
