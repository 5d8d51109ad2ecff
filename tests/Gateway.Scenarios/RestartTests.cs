using Gateway.Scenarios.Stage;

namespace Gateway.Scenarios;

/// <summary>A gateway that is stopped and started again goes on where it was.</summary>
public sealed class RestartTests
{
    private const string Errors = """
        {
          "id": "errors", "name": "Errors",
          "conditions": [ { "metric": "errors", "operator": ">=", "threshold": 3 } ],
          "time_window": "30m", "cooldown": "2h", "actions": { "channels": ["ops"] }
        }
        """;

    [Fact]
    public async Task Firing_OverARestart_StaysOneAlertAndIsToldOnce()
    {
        await using var provider = await ChatProvider.StartAsync();
        await using var ops = await WebhookReceiver.StartAsync("ops");
        await using var gateway = await RunningGateway.StartAsync(provider.Address, Errors, [ops]);
        provider.Status = 503;
        await gateway.Client.ChatsAsync(3);
        var alert = await gateway.Api.AlertAsync("errors");
        await ops.MessageAsync("alert.opened");
        await gateway.Api.CallsAsync(3);

        // 12:05  It is stopped for five minutes. The window is longer than that: the alert goes on, nobody is told again.
        await gateway.StopAsync();
        gateway.Time.Skip(TimeSpan.FromMinutes(5));
        await gateway.StartAsync();
        await gateway.JudgeAsync();
        Assert.Equal(alert.Text("id"), Assert.Single(await gateway.Api.ActiveAlertsAsync()).Text("id"));

        // 12:20  Still on, for the window was filled from the log; and the alert's peak knows the calls of before.
        await gateway.SkipAsync(TimeSpan.FromMinutes(15));
        await gateway.Client.ChatsAsync(1);
        await gateway.Api.AlertDetailAsync(alert.Text("id"), seen => seen.At("peak_value")!.GetValue<double>() == 4, "a peak of 4");

        // 12:55  The window has emptied while the gateway was down: it resolves after the start, and only that is told.
        await gateway.StopAsync();
        gateway.Time.Skip(TimeSpan.FromMinutes(35));
        await gateway.StartAsync();
        await gateway.Api.AlertDetailAsync(alert.Text("id"), seen => seen.Text("status") == "resolved", "the end");
        await ops.MessageAsync("alert.resolved");
        Assert.Equal(["alert.opened", "alert.resolved"], ops.Tries.Select(message => message.Type));
    }

    [Fact]
    public async Task Cooldown_OverARestart_GoesOn()
    {
        await using var provider = await ChatProvider.StartAsync();
        await using var ops = await WebhookReceiver.StartAsync("ops");
        await using var gateway = await RunningGateway.StartAsync(provider.Address, Errors, [ops]);
        provider.Status = 503;
        await gateway.Client.ChatsAsync(3);
        var first = await gateway.Api.AlertAsync("errors");
        await gateway.SkipAsync(TimeSpan.FromMinutes(40));
        await gateway.Api.AlertDetailAsync(first.Text("id"), seen => seen.Text("status") == "resolved", "the end");

        // 12:40  Restarted, and the errors come back 40 minutes into a cooldown of two hours.
        await gateway.RestartAsync();
        await gateway.Client.ChatsAsync(3);
        await Eventually.TrueAsync(async () => await gateway.SuppressedAsync("errors") == 1, "the suppressed firing");
        Assert.Empty(await gateway.Api.ActiveAlertsAsync());

        // 14:10  The cooldown runs from the first opening, not from the restart.
        await gateway.SkipAsync(TimeSpan.FromMinutes(90));
        await gateway.Client.ChatsAsync(3);
        Assert.NotEqual(first.Text("id"), (await gateway.Api.AlertAsync("errors")).Text("id"));
    }
}
