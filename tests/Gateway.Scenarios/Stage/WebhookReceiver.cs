using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;

namespace Gateway.Scenarios.Stage;

/// <summary>
/// Somebody's own receiver, written from the text of Standard Webhooks 1.0.0 and not from the product: it checks every signature, keeps what was
/// really meant for it, and answers as the scenario says.
/// </summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly string _channel;
    private readonly ConcurrentQueue<WebhookMessage> _tries = new();
    private FakeUpstream _server = null!;
    private string _address = "";

    private WebhookReceiver(string channel) => _channel = channel;

    /// <summary>The status for each try, by its number from 1. 200 when nothing else is said.</summary>
    public Func<int, int> Answer { get; set; } = _ => StatusCodes.Status200OK;

    /// <summary>When set, nobody is answered before it is done.</summary>
    public Task? Hangs { get; set; }

    /// <summary>What makes it a channel of a gateway.</summary>
    public string[] Settings =>
    [
        $"--Notifications:Channels:{_channel}:Type=webhook",
        $"--Notifications:Channels:{_channel}:Url={_address}/hooks/alerts",
        $"--Notifications:Channels:{_channel}:Secret=whsec_{Convert.ToBase64String(_key)}",
    ];

    /// <summary>Every try that has arrived, in order, answered or not.</summary>
    public IReadOnlyList<WebhookMessage> Tries => [.. _tries];

    public static async Task<WebhookReceiver> StartAsync(string channel = "ops")
    {
        var receiver = new WebhookReceiver(channel);
        receiver._server = await FakeUpstream.StartUnreadAsync(receiver.ReceiveAsync);
        receiver._address = receiver._server.Address;
        return receiver;
    }

    /// <summary>The first message of the type, once it has arrived.</summary>
    public Task<WebhookMessage> MessageAsync(string type) => Eventually.GetAsync(
        () => Task.FromResult(_tries.FirstOrDefault(message => message.Type == type)),
        $"a webhook '{type}'",
        () => Task.FromResult($"[{string.Join(", ", _tries.Select(message => message.Type))}]"));

    /// <summary>The tries once there are so many.</summary>
    public Task<IReadOnlyList<WebhookMessage>> TriesAsync(int count) => Eventually.GetAsync(
        () => Task.FromResult(Tries.Count >= count ? Tries : null), $"{count} webhook tries", () => Task.FromResult($"{Tries.Count}"));

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var message = Verify(context.Request.Headers, body.ToArray());
        _tries.Enqueue(message);
        var number = _tries.Count(other => other.Id == message.Id);
        if (Hangs is { } hanging)
        {
            await hanging.WaitAsync(context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        context.Response.StatusCode = Answer(number);
    }

    /// <summary>Section "Verifying signatures": HMAC-SHA256 over <c>id.timestamp.body</c> with the base64 part of the secret as key.</summary>
    private WebhookMessage Verify(IHeaderDictionary headers, byte[] body)
    {
        var (id, timestamp) = (headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString());
        var signed = Encoding.UTF8.GetBytes($"{id}.{timestamp}.{Encoding.UTF8.GetString(body)}");
        var expected = "v1," + Convert.ToBase64String(HMACSHA256.HashData(_key, signed));
        var message = JsonNode.Parse(body)!;
        return new(
            id,
            DateTimeOffset.FromUnixTimeSeconds(long.Parse(timestamp, CultureInfo.InvariantCulture)),
            headers["webhook-signature"].ToString().Split(' ').Contains(expected),
            message.Text("type"),
            message.At("data")!);
    }
}

/// <summary>One try of one message.</summary>
/// <param name="Id"><c>webhook-id</c>.</param>
/// <param name="At"><c>webhook-timestamp</c>.</param>
/// <param name="IsSigned">The signature is right for this id, time and body.</param>
/// <param name="Type">Such as <c>alert.opened</c>.</param>
/// <param name="Alert">The alert as it was then.</param>
internal sealed record WebhookMessage(string Id, DateTimeOffset At, bool IsSigned, string Type, JsonNode Alert);
