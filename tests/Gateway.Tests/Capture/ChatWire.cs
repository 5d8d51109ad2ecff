namespace Gateway.Tests.Capture;

/// <summary>A chat as it is on the wire, in pieces, and how one is asked for through the proxy.</summary>
internal static class ChatWire
{
    public const string Head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    public const string Text = "data: {\"model\":\"m\",\"choices\":[{\"delta\":{\"content\":\"Hello there\"}}]}\n\n";
    public const string Stop = "data: {\"model\":\"m\",\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    public const string Done = "data: [DONE]\n\n";

    private const string OpenAiChat = "/openai/v1/chat/completions";

    public static HttpRequestMessage Request(string body, string path = OpenAiChat) =>
        new(HttpMethod.Post, path) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };

    public static async Task<HttpResponseMessage> SendAsync(ProxyUnderTest proxy, string body, string path = OpenAiChat)
    {
        using var request = Request(body, path);
        return await proxy.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
