using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;

namespace Gateway.Scenarios.Stage;

/// <summary>A provider of OpenAI's chat completions that says it used what the call asks it to say, and fails when the scenario wants it to.</summary>
internal sealed class ChatProvider : IAsyncDisposable
{
    /// <summary>Request header with the usage of the answer: <c>input,output</c>.</summary>
    public const string UsageHeader = "X-Scenario-Usage";

    private FakeUpstream _server = null!;

    /// <summary>200, or what every call is refused with.</summary>
    public int Status { get; set; } = StatusCodes.Status200OK;

    public string Address => _server.Address;

    public static async Task<ChatProvider> StartAsync()
    {
        var provider = new ChatProvider();
        provider._server = await FakeUpstream.StartUnreadAsync(provider.AnswerAsync);
        return provider;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = (await JsonNode.ParseAsync(context.Request.Body))!;
        var usage = Usage(context.Request.Headers[UsageHeader].ToString());
        if (Status != StatusCodes.Status200OK)
        {
            await DocumentAsync(context, Status, new { error = new { message = "The server had an error", type = "server_error", code = (string?)null } });
        }
        else if (request["stream"]?.GetValue<bool>() == true)
        {
            await StreamAsync(context, request["stream_options"]?["include_usage"]?.GetValue<bool>() == true ? usage : null);
        }
        else
        {
            await DocumentAsync(context, Status, Completion("chat.completion", new { index = 0, message = new { role = "assistant", content = "Good morning" }, finish_reason = "stop" }, usage));
        }
    }

    private static object Usage(string header)
    {
        var counts = header.Length == 0 ? [1000, 100] : header.Split(',').Select(long.Parse).ToArray();
        return new { prompt_tokens = counts[0], completion_tokens = counts[1], total_tokens = counts[0] + counts[1] };
    }

    private static async Task StreamAsync(HttpContext context, object? usage)
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var word in new[] { "Good", " morning" })
        {
            await EventAsync(context, Completion("chat.completion.chunk", new { index = 0, delta = new { content = word }, finish_reason = (string?)null }, null));
        }

        await EventAsync(context, Completion("chat.completion.chunk", new { index = 0, delta = new { }, finish_reason = "stop" }, null));
        if (usage is not null)
        {
            await EventAsync(context, Completion("chat.completion.chunk", null, usage));
        }

        await context.Response.WriteAsync("data: [DONE]\n\n");
    }

    private static object Completion(string kind, object? choice, object? usage) => new
    {
        id = "chatcmpl-1",
        @object = kind,
        created = 1_772_452_800,
        model = "gpt-5.4-2026-03-05",
        choices = choice is null ? Array.Empty<object>() : [choice],
        usage,
    };

    private static Task EventAsync(HttpContext context, object chunk) => context.Response.WriteAsync($"data: {JsonSerializer.Serialize(chunk)}\n\n");

    private static Task DocumentAsync(HttpContext context, int status, object document)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(document));
    }
}
