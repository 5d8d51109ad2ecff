using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Tests.Delivery.Messages;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;

namespace Gateway.Alerting.Tests.Delivery.Channels;

/// <summary>Every channel that speaks HTTP against a receiver on loopback: where it posts, and what it makes of the answers.</summary>
public class HttpChannelTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Types => SomeChannels.HttpTypes;

    [Theory]
    [InlineData("slack", "/services/TopSecretKey0123456789abcdefABCD", "text")]
    [InlineData("pagerduty", "/v2/enqueue", "routing_key")]
    [InlineData("webhook", "/hooks?token=TopSecretKey0123456789abcdefABCD", "type")]
    [InlineData("teams", "/services/TopSecretKey0123456789abcdefABCD", "attachments")]
    [InlineData("discord", "/services/TopSecretKey0123456789abcdefABCD?wait=true", "embeds")]
    [InlineData("opsgenie", "/v2/alerts", "alias")]
    public async Task Send_Opened_PostsJsonWhereItBelongs(string type, string target, string field)
    {
        await using var receiver = await Receiver(202);

        var outcome = await SomeChannels.SendAsync(type, receiver.Address);

        Assert.Equal(DeliveryOutcome.Delivered(202), outcome);
        Assert.Equal(("POST", target, "application/json; charset=utf-8"), (receiver.Last.Method, receiver.Last.Target, receiver.Last.Headers["Content-Type"]));
        Assert.NotNull(JsonNode.Parse(receiver.Last.Body)![field]);
    }

    [Fact]
    public async Task Send_Alertmanager_PostsAnArrayWithItsHeaders()
    {
        await using var receiver = await Receiver(200);

        await SomeChannels.SendAsync("alertmanager", receiver.Address);

        Assert.Equal("/am/api/v2/alerts", receiver.Last.Target);
        Assert.Equal($"Bearer {SomeChannels.Secret}", receiver.Last.Headers["Authorization"]);
        Assert.Single(JsonNode.Parse(receiver.Last.Body)!.AsArray());
    }

    [Theory]
    [InlineData("/v2/alerts/gateway-alert-0195a1/close?identifierType=alias")]
    public async Task Send_OpsgenieResolved_ClosesByAlias(string target)
    {
        await using var receiver = await Receiver(202);

        await SomeChannels.SendAsync("opsgenie", receiver.Address, SomeMessages.End);

        Assert.Equal(target, receiver.Last.Target);
        Assert.Equal($"GenieKey {SomeChannels.Secret}", receiver.Last.Headers["Authorization"]);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Send_ServerTrouble_IsTriedAgain(string type)
    {
        await using var receiver = await Receiver(503, "", ("Retry-After", "7"));

        var outcome = await SomeChannels.SendAsync(type, receiver.Address);

        Assert.Equal((DeliveryResult.Retryable, 503, TimeSpan.FromSeconds(7)), (outcome.Result, outcome.StatusCode!.Value, outcome.RetryAfter!.Value));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Send_TooMany_IsTriedAgainWhenAsked(string type)
    {
        await using var receiver = await Receiver(429, "slow down", ("Retry-After", "30"));

        var outcome = await SomeChannels.SendAsync(type, receiver.Address);

        Assert.Equal((DeliveryResult.Retryable, 429, TimeSpan.FromSeconds(30)), (outcome.Result, outcome.StatusCode!.Value, outcome.RetryAfter!.Value));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Send_Redirect_IsAFailureAndNotFollowed(string type)
    {
        await using var elsewhere = await Receiver(200);
        await using var receiver = await Receiver(302, "", ("Location", elsewhere.Address));

        var outcome = await SomeChannels.SendAsync(type, receiver.Address);

        Assert.Equal((DeliveryResult.Retryable, 302), (outcome.Result, outcome.StatusCode));
        Assert.Empty(elsewhere.Received);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task Send_Refused_EndsItForEveryChannel(int status)
    {
        await using var receiver = await Receiver(status);

        foreach (var type in Types)
        {
            Assert.Equal((DeliveryResult.Rejected, status), await Answer(type, receiver));
        }
    }

    [Fact]
    public async Task Send_WebhookGone_SaysSo()
    {
        await using var receiver = await Receiver(410);

        Assert.Equal((DeliveryResult.Gone, 410), await Answer("webhook", receiver));
        Assert.Equal((DeliveryResult.Rejected, 410), await Answer("slack", receiver));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Send_EndlessAnswerToARefusal_ReadsOnlyItsBeginning(string type)
    {
        await using var receiver = await FakeUpstream.StartAsync(async context =>
        {
            context.Response.StatusCode = 400;
            var block = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(block, CancellationToken.None);
            }
        });

        Assert.Equal((DeliveryResult.Rejected, 400), await Answer(type, receiver));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Send_IntoThePrivateNetwork_IsRefusedUnlessAllowed(string type)
    {
        await using var receiver = await Receiver(200);

        var outcome = await SomeChannels.SendAsync(type, receiver.Address, allowPrivateNetworks: false);

        Assert.Equal(DeliveryResult.Rejected, outcome.Result);
        Assert.Contains("AllowPrivateNetworks", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(receiver.Received);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Send_NobodyListens_IsTriedAgain(string type)
    {
        string address;
        await using (var receiver = await Receiver(200))
        {
            address = receiver.Address;
        }

        Assert.Equal(DeliveryResult.Retryable, (await SomeChannels.SendAsync(type, address)).Result);
    }

    [Fact]
    public async Task Send_DiscordTooMany_TakesTheExactWaitOfTheBody()
    {
        await using var receiver = await Receiver(429, """{"message":"You are being rate limited.","retry_after":0.75,"global":false}""", ("Retry-After", "1"));

        Assert.Equal(TimeSpan.FromSeconds(0.75), (await SomeChannels.SendAsync("discord", receiver.Address)).RetryAfter);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"retry_after":"soon"}""")]
    public async Task Send_DiscordTooManyWithAStrangeBody_TakesTheHeader(string body)
    {
        await using var receiver = await Receiver(429, body, ("Retry-After", "3"));

        Assert.Equal(TimeSpan.FromSeconds(3), (await SomeChannels.SendAsync("discord", receiver.Address)).RetryAfter);
    }

    [Theory]
    [InlineData(404, "no_service", "the receiver refused it with 404: no_service")]
    [InlineData(410, "channel_is_archived", "the receiver refused it with 410: channel_is_archived")]
    [InlineData(404, "<html>something else</html>", "the receiver refused it with 404")]
    public async Task Send_SlackRefuses_RepeatsOnlyItsDocumentedWords(int status, string body, string error)
    {
        await using var receiver = await Receiver(status, body);

        Assert.Equal(error, (await SomeChannels.SendAsync("slack", receiver.Address)).Error);
    }

    [Theory]
    [InlineData("""{"status":"invalid event","message":"Event object is invalid","errors":["Length of 'routing_key' is incorrect"]}""", "the receiver refused it with 400: “Length of 'routing_key' is incorrect”")]
    [InlineData("no json", "the receiver refused it with 400")]
    [InlineData("[1]", "the receiver refused it with 400")]
    public async Task Send_PagerDutyRefuses_SaysWhy(string body, string error)
    {
        await using var receiver = await Receiver(400, body);

        Assert.Equal(error, (await SomeChannels.SendAsync("pagerduty", receiver.Address)).Error);
    }

    /// <summary>A receiver that throws the whole request back must not get its secret into what we keep.</summary>
    [Theory]
    [MemberData(nameof(Types))]
    public async Task Send_ReceiverEchoesTheSecret_KeepsItOutOfTheError(string type)
    {
        await using var receiver = await Receiver(400, $$"""{"errors":["bad key {{SomeChannels.Secret}}"]}""");

        var outcome = await SomeChannels.SendAsync(type, receiver.Address);

        Assert.DoesNotContain(SomeChannels.Secret, outcome.Error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(SomeChannels.Secret, SomeChannels.Channel(type, receiver.Address).ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Send_HostThatDoesNotExist_KeepsTheSecretOutOfTheError(string type)
    {
        var outcome = await SomeChannels.SendAsync(type, "http://no-such-host.invalid");

        Assert.Equal(DeliveryResult.Retryable, outcome.Result);
        Assert.DoesNotContain(SomeChannels.Secret, outcome.Error, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<(DeliveryResult, int?)> Answer(string type, FakeUpstream receiver)
    {
        var outcome = await SomeChannels.SendAsync(type, receiver.Address);
        return (outcome.Result, outcome.StatusCode);
    }

    private static Task<FakeUpstream> Receiver(int status, string body = "", params (string Name, string Value)[] headers) => FakeUpstream.StartAsync(async context =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.WriteAsync(body, Cancellation);
    });
}
