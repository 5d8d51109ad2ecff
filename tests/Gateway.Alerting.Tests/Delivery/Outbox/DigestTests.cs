using System.Text.Json;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Delivery.Outbox;

/// <summary>What becomes of messages when more of them wait than their channel takes in a minute. Discord takes 30, Slack and Opsgenie 60.</summary>
public sealed class DigestTests
{
    [Fact]
    public async Task Fold_AMinutesWorth_LeavesEveryMessageToItself()
    {
        await using var stage = new DeliveryStage("discord");
        await stage.OpenAsync(Models(30));

        Assert.Equal(0, await stage.FoldAsync("discord"));

        Assert.Equal("alert.opened", (await stage.NextAsync("discord")).Event);
    }

    [Fact]
    public async Task Fold_More_PutsAllIntoOneDigestAndSaysSoAtEach()
    {
        await using var stage = new DeliveryStage("discord");
        var alerts = await stage.OpenAsync(Models(31));

        Assert.Equal(31, await stage.FoldAsync("discord"));

        var digest = await stage.NextAsync("discord");
        Assert.Equal((MessageTypes.Digest, null), (digest.Event, digest.AlertId));
        var message = JsonSerializer.Deserialize<DigestMessage>(digest.Payload, GatewayJson.Options)!;
        Assert.Equal((MessageTypes.Digest, 31), (message.Type, message.Data.Count));
        Assert.Equal(alerts, message.Data.Messages.Select(entry => entry.Data.Id));
        var folded = await stage.ListAsync(new() { ChannelId = "discord", Status = DeliveryStatus.Skipped });
        Assert.Equal(31, folded.Count);
        Assert.All(folded, delivery => Assert.Equal((digest.Id, $"to be told in the digest {digest.Id}, with 30 others"), (delivery.DigestId, delivery.Reason)));
        Assert.Equal(31, (await stage.ListAsync(new() { DigestId = digest.Id })).Count);
        Assert.Equal(0, await stage.FoldAsync("discord"));
    }

    [Fact]
    public async Task Fold_NewAlertsAndEnds_ListsTheNewAlertsFirst()
    {
        await using var stage = new DeliveryStage("discord");
        await stage.OpenAsync("old");
        await stage.EndNextAsync("discord", DeliveryStatus.Sent);
        await stage.ResolveAsync("old");
        await stage.OpenAsync(Models(30));

        await stage.FoldAsync("discord");

        var message = JsonSerializer.Deserialize<DigestMessage>((await stage.NextAsync("discord")).Payload, GatewayJson.Options)!;
        Assert.Equal([.. Enumerable.Repeat(MessageTypes.Opened, 30), MessageTypes.Resolved], message.Data.Messages.Select(entry => entry.Type));
    }

    [Fact]
    public async Task Fold_WhatMayHaveBeenSent_KeepsItsOwnId()
    {
        await using var stage = new DeliveryStage("discord");
        await stage.OpenAsync(Models(40));
        var (tried, begun) = (await stage.EndNextAsync("discord", DeliveryStatus.Pending), await stage.NextAsync("discord"));
        await stage.Outbox.BeginAsync(begun, DeliveryStage.Cancel);

        Assert.Equal(38, await stage.FoldAsync("discord"));

        var pending = await stage.ListAsync(new() { Status = DeliveryStatus.Pending });
        Assert.Equal([MessageTypes.Digest, MessageTypes.Opened, MessageTypes.Opened], pending.Select(delivery => delivery.Event));
        Assert.Equal([begun.Id, tried.Id], pending.Skip(1).Select(delivery => delivery.Id));
    }

    [Fact]
    public async Task Fold_AnEndWhoseBeginningIsTriedAgain_LeavesItInTurn()
    {
        await using var stage = new DeliveryStage("discord");
        await stage.OpenAsync("tried");
        await stage.EndNextAsync("discord", DeliveryStatus.Pending, new(DeliveryResult.Retryable, 500, "down"));
        await stage.ResolveAsync("tried");
        await stage.OpenAsync(Models(31));

        Assert.Equal(31, await stage.FoldAsync("discord"));

        Assert.Equal(
            [MessageTypes.Digest, MessageTypes.Resolved, MessageTypes.Opened],
            (await stage.ListAsync(new() { Status = DeliveryStatus.Pending })).Select(delivery => delivery.Event));
    }

    /// <summary>Else a receiver hears that an alert is over, and then that it has begun.</summary>
    [Fact]
    public async Task End_OfAnAlertWhoseDigestIsTriedAgain_WaitsForTheDigest()
    {
        await using var stage = new DeliveryStage("discord");
        await stage.OpenAsync(Models(31));
        await stage.FoldAsync("discord");
        var digest = await stage.EndNextAsync("discord", DeliveryStatus.Pending, new(DeliveryResult.Retryable, 503, "down"));
        await stage.ResolveAsync(Models(31));
        await stage.OpenAsync("new");

        Assert.Equal(0, await stage.FoldAsync("discord"));
        Assert.Equal(MessageTypes.Opened, (await stage.EndNextAsync("discord", DeliveryStatus.Sent)).Event);
        Assert.Empty(await stage.Outbox.DueAsync(stage.Time.GetUtcNow(), [], DeliveryStage.Cancel));
        Assert.Equal(Some.Noon.AddMinutes(1), await stage.Outbox.NextDueAsync([], DeliveryStage.Cancel));

        stage.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(digest.Id, (await stage.EndNextAsync("discord", DeliveryStatus.Sent)).Id);
        Assert.Equal(31, await stage.FoldAsync("discord"));
    }

    [Fact]
    public async Task LatestTries_AreWhatWasTriedSince()
    {
        await using var stage = new DeliveryStage("discord");
        await stage.OpenAsync("one", "two");
        await stage.EndNextAsync("discord", DeliveryStatus.Pending, new(DeliveryResult.Retryable, 429, "slow down", TimeSpan.FromSeconds(90)));
        stage.Time.Advance(TimeSpan.FromSeconds(5));
        await stage.EndNextAsync("discord", DeliveryStatus.Sent);

        Assert.Equal(
            [new("discord", Some.Noon, TimeSpan.FromMilliseconds(12), false, TimeSpan.FromSeconds(90)), new PastTry("discord", Some.Noon.AddSeconds(5), TimeSpan.FromMilliseconds(12), true, null)],
            await stage.Outbox.LatestTriesAsync(Some.Noon, DeliveryStage.Cancel));
        Assert.Single(await stage.Outbox.LatestTriesAsync(Some.Noon.AddSeconds(1), DeliveryStage.Cancel));
        var past = new SqliteChannelRecord(stage.Database, stage.Writer).PastOf("discord");
        Assert.Equal((Some.Noon, "slow down"), (past.LastError!.At, past.LastError.Error));
    }

    [Theory]
    [InlineData(DeliveryStatus.Sent, DeliveryStatus.Skipped, "told in the digest {0}, with 30 others")]
    [InlineData(DeliveryStatus.Failed, DeliveryStatus.Failed, "the digest {0}, which stood for it and 30 others, did not arrive: no")]
    [InlineData(DeliveryStatus.Skipped, DeliveryStatus.Skipped, "the digest {0}, which stood for it and 30 others, did not arrive: no")]
    [InlineData(DeliveryStatus.Dead, DeliveryStatus.Dead, "the digest {0}, which stood for it and 30 others, did not arrive: no")]
    public async Task Members_OfADigest_SayWhatBecameOfIt(DeliveryStatus end, DeliveryStatus expected, string reason)
    {
        await using var stage = new DeliveryStage("discord");
        await stage.OpenAsync(Models(31));
        await stage.FoldAsync("discord");

        var digest = await stage.EndNextAsync("discord", end, end == DeliveryStatus.Sent ? null : new(DeliveryResult.Rejected, 400, "no"));

        var said = (expected, string.Format(System.Globalization.CultureInfo.InvariantCulture, reason, digest.Id));
        Assert.All(await stage.ListAsync(new() { DigestId = digest.Id }), member => Assert.Equal(said, (member.Status, member.Reason)));
    }

    [Fact]
    public async Task Fold_VeryMany_ListsEveryOneInSomeDigest()
    {
        await using var stage = new DeliveryStage("discord");
        var alerts = await stage.OpenAsync(Models(1_100));

        Assert.Equal(1_100, await stage.FoldAsync("discord"));

        var digests = await stage.ListAsync(new() { Status = DeliveryStatus.Pending });
        Assert.True(digests.Count >= 3);
        var told = new List<string>();
        foreach (var _ in digests)
        {
            var digest = await stage.EndNextAsync("discord", DeliveryStatus.Sent);
            Assert.InRange(digest.Payload.Length, 1, SqliteLimit);
            told.AddRange(JsonSerializer.Deserialize<DigestMessage>(digest.Payload, GatewayJson.Options)!.Data.Messages.Select(entry => entry.Data.Id));
        }

        Assert.Equal(alerts, told);
    }

    [Fact]
    public async Task Resolved_OfAnAlertToldInADigest_IsToldAsWell()
    {
        await using var stage = new DeliveryStage("discord");
        var alerts = await stage.OpenAsync(Models(31));
        await stage.FoldAsync("discord");

        await stage.ResolveAsync("model-7");

        var end = (await stage.ListAsync(new() { AlertId = alerts[7] }))[0];
        Assert.Equal((MessageTypes.Resolved, DeliveryStatus.Pending), (end.Event, end.Status));
    }

    [Fact]
    public async Task Resolved_OfAnAlertWhoseDigestWasRefused_IsNotTold()
    {
        await using var stage = new DeliveryStage("discord");
        var alerts = await stage.OpenAsync(Models(31));
        await stage.FoldAsync("discord");
        await stage.EndNextAsync("discord", DeliveryStatus.Failed, new(DeliveryResult.Rejected, 400, "no"));

        await stage.ResolveAsync("model-7");

        Assert.Equal((DeliveryStatus.Skipped, "nothing was sent of the opening"), await LastOf(stage, alerts[7]));
    }

    [Fact]
    public async Task Fold_AtAReceiverThatKeepsAlerts_DropsOnlyWhatHasBegunAndEndedMeanwhile()
    {
        await using var stage = new DeliveryStage("opsgenie");
        await stage.OpenAsync("known");
        await stage.EndNextAsync("opsgenie", DeliveryStatus.Sent);
        var alerts = await stage.OpenAsync(Models(60));
        await stage.ResolveAsync("known", "model-3");

        Assert.Equal(2, await stage.FoldAsync("opsgenie"));

        Assert.Equal((DeliveryStatus.Skipped, "it began and ended while more messages waited than the channel takes"), await LastOf(stage, alerts[3]));
        Assert.Equal(60, (await stage.ListAsync(new() { Status = DeliveryStatus.Pending })).Count);
    }

    [Fact]
    public async Task Due_NewAlertsAndEnds_LetsTheNewAlertsGoFirstAndNoEndOvertakeItsBeginning()
    {
        await using var stage = new DeliveryStage("slack");
        await stage.OpenAsync("old");
        await stage.EndNextAsync("slack", DeliveryStatus.Sent);
        await stage.ResolveAsync("old");
        await stage.OpenAsync("new");
        await stage.ResolveAsync("new");
        var order = new List<string>();
        while (await stage.Outbox.NextDueAsync([], DeliveryStage.Cancel) is not null)
        {
            var next = await stage.EndNextAsync("slack", DeliveryStatus.Sent);
            order.Add($"{next.Event} {JsonSerializer.Deserialize<AlertMessage>(next.Payload, GatewayJson.Options)!.Data.Group["model"]}");
        }

        Assert.Equal(["alert.opened new", "alert.resolved old", "alert.resolved new"], order);
    }

    private const int SqliteLimit = 600 * 1024;

    private static IEnumerable<string> Models(int count) => Enumerable.Range(0, count).Select(index => $"model-{index}");

    private static async Task<(DeliveryStatus Status, string? Reason)> LastOf(DeliveryStage stage, string alert)
    {
        var last = (await stage.ListAsync(new() { AlertId = alert }))[0];
        return (last.Status, last.Reason);
    }
}
