using Dapper;
using Gateway.Scenarios.Stage;
using Microsoft.AspNetCore.Http;

namespace Gateway.Scenarios;

/// <summary>What is behind the gateway breaks; calls pass all the same, and nothing is lost that was promised.</summary>
public sealed class TroubleTests
{
    private const string AnyError = """
        {
          "id": "any-error", "name": "Any error",
          "conditions": [ { "metric": "errors", "operator": ">=", "threshold": 1 } ],
          "time_window": "5m", "actions": { "channels": ["ops", "archive"] }
        }
        """;

    [Fact]
    public async Task Database_LockedBySomebodyElse_IsSaidAndCallsPassAndAreLoggedLater()
    {
        await using var provider = await ChatProvider.StartAsync();
        await using var gateway = await RunningGateway.StartAsync(provider.Address);
        await gateway.Client.ChatAsync();
        await gateway.Api.CallsAsync(1);

        await using (var other = gateway.Folder.OpenDatabase())
        {
            await other.ExecuteAsync("BEGIN EXCLUSIVE");
            for (var call = 0; call < 5; call++)
            {
                Assert.Equal(200, (await gateway.Client.ChatAsync(stream: call % 2 == 0)).Status);
            }

            var health = await gateway.Api.HealthAsync("database", part => part.Text("state") != "healthy");
            Assert.Contains("calls cannot be saved", health.Text("words"));
            Assert.Equal(200, (await gateway.Client.ChatAsync()).Status);
            Assert.Single(await gateway.Api.CallsAsync());
            await other.ExecuteAsync("ROLLBACK");
        }

        // The gateway tries again by itself, ever more slowly: let the wait pass.
        await gateway.SkipAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(7, (await gateway.Api.CallsAsync(7)).Count);
        await gateway.Api.HealthAsync("database", part => part.Text("state") == "healthy");
    }

    [Fact]
    public async Task Database_ReplacedWhileRunning_IsSaidAndNothingIsWrittenWhereNobodyLooks()
    {
        await using var provider = await ChatProvider.StartAsync();
        await using var gateway = await RunningGateway.StartAsync(provider.Address);
        await gateway.Client.ChatAsync();
        await gateway.Api.CallsAsync(1);

        File.Move(gateway.Folder.Database, gateway.Folder.Database + ".old");
        Assert.Equal(200, (await gateway.Client.ChatAsync()).Status);
        var health = await gateway.Api.HealthAsync("database", part => part.Text("state") != "healthy");
        Assert.Contains("was deleted, moved or replaced while the gateway runs", health.Text("words"));

        File.Move(gateway.Folder.Database + ".old", gateway.Folder.Database);
        await gateway.SkipAsync(TimeSpan.FromSeconds(10));
        await gateway.Api.CallsAsync(2);
        await gateway.Api.HealthAsync("database", part => part.Text("state") == "healthy");
    }

    [Fact]
    public async Task ApiKeySecret_ThatCannotBeRead_IsSaidInHealth()
    {
        await using var provider = await ChatProvider.StartAsync();
        await using var gateway = await RunningGateway.StartAsync(provider.Address);
        await gateway.StopAsync();
        await File.WriteAllTextAsync(Path.Combine(gateway.Folder.Path, "keys", "api-key-hash.key"), "damaged", TestContext.Current.CancellationToken);

        await gateway.StartAsync();

        var health = await gateway.Api.HealthAsync("api_key_ids", part => part.Text("state") == "degraded");
        Assert.Contains("ids of API keys change with every start", health.Text("words"));
    }

    [Fact]
    public async Task Database_LockedWhileARuleFires_OpensTheAlertAndTellsOnceItIsFree()
    {
        await using var provider = await ChatProvider.StartAsync();
        await using var ops = await WebhookReceiver.StartAsync("ops");
        await using var archive = await WebhookReceiver.StartAsync("archive");
        await using var gateway = await RunningGateway.StartAsync(provider.Address, AnyError, [ops, archive]);
        provider.Status = 500;

        await using (var other = gateway.Folder.OpenDatabase())
        {
            await other.ExecuteAsync("BEGIN EXCLUSIVE");
            Assert.Equal(500, (await gateway.Client.ChatAsync()).Status);
            await gateway.Api.HealthAsync("alerts", part => part.Text("words").Contains("alerts cannot be stored", StringComparison.Ordinal));
            Assert.Empty(ops.Tries);
            await other.ExecuteAsync("ROLLBACK");
        }

        await ops.MessageAsync("alert.opened");
        await archive.MessageAsync("alert.opened");
        Assert.Single(await gateway.Api.ActiveAlertsAsync());
        await gateway.Api.HealthAsync("alerts", part => part.Text("state") == "healthy");
    }

    [Fact]
    public async Task Webhook_ThatFailsAtFirst_IsTriedAgainUnderTheSameIdUntilItSucceeds()
    {
        await using var provider = await ChatProvider.StartAsync();
        await using var ops = await WebhookReceiver.StartAsync("ops");
        await using var archive = await WebhookReceiver.StartAsync("archive");
        ops.Answer = tries => tries < 3 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status204NoContent;
        archive.Answer = _ => StatusCodes.Status410Gone;
        await using var gateway = await RunningGateway.StartAsync(provider.Address, AnyError, [ops, archive], ["Notifications:Retry:Schedule:0=00:00:00.1", "Notifications:Retry:Schedule:1=00:00:00.1"]);
        provider.Status = 500;
        await gateway.Client.ChatAsync();

        var alert = await gateway.Api.AlertAsync("any-error");
        alert = await gateway.Api.AlertDetailAsync(alert.Text("id"), seen => seen.All("deliveries").All(delivery => delivery.Text("status") != "pending"), "the deliveries' end");
        Assert.Equal(
            ["archive failed after 1", "ops sent after 3"],
            alert.All("deliveries").Select(delivery => $"{delivery.Text("channel")} {delivery.Text("status")} after {delivery.Text("attempts")}").Order());
        Assert.Equal(3, ops.Tries.Count);
        Assert.Single(ops.Tries.Select(message => message.Id).Distinct());
        Assert.Single(archive.Tries);
        Assert.All(ops.Tries.Concat(archive.Tries), message => Assert.True(message.IsSigned));
    }

    [Fact]
    public async Task Webhook_ThatIsDead_IsGivenUpAfterTheLastTryAndSaysSo()
    {
        await using var provider = await ChatProvider.StartAsync();
        await using var archive = await WebhookReceiver.StartAsync("archive");
        var ops = await WebhookReceiver.StartAsync("ops");
        await ops.DisposeAsync();
        await using var gateway = await RunningGateway.StartAsync(provider.Address, AnyError, [ops, archive], ["Notifications:Retry:Schedule:0=00:00:00.05", "Notifications:Retry:Schedule:1=00:00:00.05"]);
        provider.Status = 500;
        await gateway.Client.ChatAsync();

        await archive.MessageAsync("alert.opened");
        var alert = await gateway.Api.AlertAsync("any-error");
        alert = await gateway.Api.AlertDetailAsync(
            alert.Text("id"), seen => seen.All("deliveries").Any(delivery => delivery.Text("status") == "dead"), "a dead delivery");
        var dead = alert.All("deliveries").Single(delivery => delivery.Text("channel") == "ops");
        Assert.Equal(("dead", "3"), (dead.Text("status"), dead.Text("attempts")));
        Assert.Contains("ConnectionError", dead.Text("reason"));
    }

    [Fact]
    public async Task Webhook_ThatHangs_DelaysNoOtherChannel()
    {
        await using var provider = await ChatProvider.StartAsync();
        await using var ops = await WebhookReceiver.StartAsync("ops");
        await using var archive = await WebhookReceiver.StartAsync("archive");
        var free = new TaskCompletionSource();
        ops.Hangs = free.Task;
        await using var gateway = await RunningGateway.StartAsync(provider.Address, AnyError, [ops, archive]);
        provider.Status = 500;
        await gateway.Client.ChatAsync();

        // Both were sent; the one who does not answer is waited for, the other has had everything up to the end.
        await ops.MessageAsync("alert.opened");
        await archive.MessageAsync("alert.opened");
        var alert = await gateway.Api.AlertAsync("any-error");
        await gateway.Api.PostAsync($"/api/alerts/history/{alert.Text("id")}/ack");
        await archive.MessageAsync("alert.acknowledged");
        Assert.Single(ops.Tries);
        free.SetResult();
        await ops.MessageAsync("alert.acknowledged");
        Assert.Equal(2, ops.Tries.Count);
    }
}
