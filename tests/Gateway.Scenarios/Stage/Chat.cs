using System.Net.Http.Json;

namespace Gateway.Scenarios.Stage;

/// <summary>An application's calls.</summary>
internal static class Chat
{
    /// <summary>One chat call, read to its end.</summary>
    /// <param name="client">Speaks to a gateway.</param>
    /// <param name="stream">Ask for a stream; usage is not asked for.</param>
    /// <param name="usage">What the answer is to say it used, as <c>input,output</c>.</param>
    /// <param name="path">Where to.</param>
    public static async Task<ChatAnswer> ChatAsync(this HttpClient client, bool stream = false, string usage = "1000,100", string path = "/openai/v1/chat/completions")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = JsonContent.Create(new { model = "gpt-5.4", stream, messages = new[] { new { role = "user", content = "Say good morning" } } }),
        };
        request.Headers.Add(ChatProvider.UsageHeader, usage);
        request.Headers.Authorization = new("Bearer", "sk-scenario-00000000009fQ2");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new((int)response.StatusCode, response.Headers.GetValues("X-Gateway-Call-Id").Single(), text);
    }

    /// <summary>So many calls, a few at a time.</summary>
    public static Task ChatsAsync(this HttpClient client, int calls, string usage = "1000,100") =>
        Parallel.ForAsync(0, calls, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken }, async (_, _) => await client.ChatAsync(usage: usage));
}

/// <summary>What an application got.</summary>
internal sealed record ChatAnswer(int Status, string CallId, string Text);
