using System.Net.Http.Headers;
using Gateway.Testing;

namespace Gateway.Tests.Capture;

public sealed class CallMeterTests
{
    [Fact]
    public async Task Paths_OfOneRoute_AreEachReadTheirOwnWay()
    {
        await using var upstream = new FakeUpstreamRaw(async connection =>
        {
            while (await connection.ReadRequestAsync() is not "")
            {
                await connection.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
            }
        });
        await using var proxy = await ProxyUnderTest.StartAsync(upstream.Address);
        var operations = new List<(string, string)>();

        foreach (var path in (string[])["chat/completions", "chat/completions", "embeddings", "responses", "files", "chat/completions"])
        {
            using var body = new ByteArrayContent("{}"u8.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var answer = await proxy.Client.PostAsync($"/openai/v1/{path}", body, TestContext.Current.CancellationToken);
            var call = await proxy.NextCallAsync();
            operations.Add((call.Operation, call.Dialect));
        }

        Assert.Equal(
            [("chat", "openai-chat"), ("chat", "openai-chat"), ("embeddings", "openai-embeddings"), ("responses", "openai-responses"), ("other", "unknown"), ("chat", "openai-chat")],
            operations);
    }
}
