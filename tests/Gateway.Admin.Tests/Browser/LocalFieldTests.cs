using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting.Suppression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Gateway.Admin.Tests.Browser;

/// <summary>Times that somebody enters far away from the server: their wall clock, and the instant that they mean.</summary>
public sealed class LocalFieldTests(Chromium chromium)
{
    /// <summary>18:42 on the wall there is 09:42 UTC, where the server is.</summary>
    private const string Tokyo = "Asia/Tokyo";

    [Fact]
    public async Task Silence_WithLocalTimes_BeginsAndEndsAtTheInstantsMeant()
    {
        await using var visit = await Visit.StartAsync(chromium, timeZone: Tokyo);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/silences?rule_id=spend");
        await visit.Page.GetByLabel("Starts, Asia/Tokyo").FillAsync("2030-03-18T00:30");
        await visit.Page.GetByLabel("Ends, Asia/Tokyo").FillAsync("2030-03-18T02:00");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Silence", Exact = true }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "End now" })).ToHaveCountAsync(1);

        var silences = await visit.Host.Services.GetRequiredService<ISilenceStore>().ListAsync(null, Scene.Now, 10, 0, TestContext.Current.CancellationToken);
        var silence = Assert.Single(silences.Silences);
        Assert.Equal(
            (new DateTimeOffset(2030, 3, 17, 15, 30, 0, TimeSpan.Zero), new DateTimeOffset(2030, 3, 17, 17, 0, 0, TimeSpan.Zero)),
            (silence.StartsAt, silence.EndsAt!.Value));
        visit.AssertNoComplaints();
    }

    /// <summary>New York puts its clocks forward on that night: 01:30 is still winter, 03:30 is summer, two hours on the wall and one in between.</summary>
    [Fact]
    public async Task Calls_FilteredAcrossAChangeOfTheClock_KeepTheirWallTimes()
    {
        await using var visit = await Visit.StartAsync(chromium, timeZone: "America/New_York");
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/calls");
        await visit.Page.GetByText("More filters").ClickAsync();
        await visit.Page.GetByLabel("From, America/New_York").FillAsync("2030-03-10T01:30");
        await visit.Page.GetByLabel("To, America/New_York").FillAsync("2030-03-10T03:30");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Filter", Exact = true }).ClickAsync();
        await visit.Page.WaitForURLAsync(url => url.Contains("from=2030-03-10T06%3A30", StringComparison.Ordinal) && url.Contains("to=2030-03-10T07%3A30", StringComparison.Ordinal));
        await Assertions.Expect(visit.Page.Locator("input[type=datetime-local]").First).ToHaveValueAsync("2030-03-10T01:30");
        await Assertions.Expect(visit.Page.Locator("input[type=datetime-local]").Last).ToHaveValueAsync("2030-03-10T03:30");
    }

    /// <summary>Days have no hours to enter; they begin where the reader is.</summary>
    [Fact]
    public async Task Analytics_OfADay_IsTheReadersDay()
    {
        await using var visit = await Visit.StartAsync(chromium, timeZone: Tokyo);
        // 16:00 UTC on the 15th is one o'clock on the 16th there.
        await visit.Host.Analytics.AddAsync([Scene.Call(0, new DateTimeOffset(2030, 3, 15, 16, 0, 0, TimeSpan.Zero))]);
        await visit.SignInAsync();
        await visit.OpenAsync("/admin/analytics");
        foreach (var (day, calls) in new[] { ("2030-03-16", "1"), ("2030-03-15", "0") })
        {
            await visit.Page.GetByText("Dates", new() { Exact = true }).ClickAsync();
            await visit.Page.Locator("select[name=range]").SelectOptionAsync("custom");
            await visit.Page.GetByLabel("First day").FillAsync(day);
            await visit.Page.GetByLabel("Last day").FillAsync(day);
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
            await visit.Page.WaitForURLAsync(url => url.Contains($"to={day}", StringComparison.Ordinal));
            await Assertions.Expect(visit.Page.Locator(".analytics-stats .tile:has-text('Number of requests') p").First).ToHaveTextAsync(calls);
        }
    }
}
