using System.Net;
using Gateway.Admin.Tests.Hosting;

namespace Gateway.Admin.Tests.Settings;

public sealed class PreferenceApiTests
{
    private const string Dark =
        """{"theme":"dark","density":"compact","time_zone":"Europe/Berlin","keyboard_shortcuts":{"enabled":true,"keys":{"go.alerts":"g x"}},"notifications":false,"quiet_hours":{"start":"22:00","end":"07:00","time_zone":"Europe/Berlin","days":["mon"]}}""";

    [Fact]
    public async Task Get_BeforeAnythingWasChosen_IsTheStandard()
    {
        await using var api = await Api.StartAsync("/api/preferences");
        Assert.Equal(
            """{"theme":"system","density":"comfortable","time_zone":null,"keyboard_shortcuts":{"enabled":true,"keys":{}},"notifications":true,"quiet_hours":null}""",
            (await api.GetAsync("")).Text);
    }

    [Fact]
    public async Task Put_ByOnePerson_IsKeptForThemAndChangesNobodyElse()
    {
        await using var api = await Api.StartAsync("/api/preferences");
        var answer = await api.SendAsync(HttpMethod.Put, "", Dark, AdminHost.ViewerKey);
        Assert.Equal((HttpStatusCode.OK, Dark), (answer.Status, answer.Text));
        Assert.Equal(Dark, (await api.SendAsync(HttpMethod.Get, "", key: AdminHost.ViewerKey)).Text);
        Assert.Equal("system", (string)(await api.GetAsync("")).Json["theme"]!);
    }

    [Theory]
    [InlineData("""{"theme":"pink"}""", "$.theme: must be one of system, light, dark, high-contrast")]
    [InlineData("""{"time_zone":"../etc/passwd"}""", "$.time_zone: must be an IANA time zone such as \"Europe/Berlin\" or \"UTC\", or null for the browser's own")]
    [InlineData("""{"keyboard_shortcuts":{"keys":{"go.alert":"q"}}}""", "$.keyboard_shortcuts.keys.go.alert: unknown shortcut 'go.alert'")]
    [InlineData("""{"keyboard_shortcuts":{"keys":{"search":"abc"}}}""", "must be one character, or two with a space between them such as \"g a\"")]
    [InlineData("""{"keyboard_shortcuts":{"keys":{"search":"g"}}}""", "'g' is in the way of 'go.overview' (g o); choose other keys for one of them")]
    [InlineData("""{"keyboard_shortcuts":{"keys":{"alerts.next":"k"}}}""", "'k' is in the way of 'alerts.previous' (k)")]
    [InlineData("""{"quiet_hours":{"start":"25:00","end":"07:00","time_zone":"UTC"}}""", "$.quiet_hours.start: must be a time of day such as \"22:00\"")]
    [InlineData("""{"colour":"red"}""", "colour")]
    [InlineData("[]", "$: must be an object such as")]
    public async Task Put_WithAMistake_SaysWhereAndWhatIsAllowed(string body, string expected)
    {
        await using var api = await Api.StartAsync("/api/preferences");
        var answer = await api.SendAsync(HttpMethod.Put, "", body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(expected, answer.Errors, StringComparison.Ordinal);
        Assert.Equal("system", (string)(await api.GetAsync("")).Json["theme"]!);
    }

    [Fact]
    public async Task Put_ThatSwapsTheKeysOfTwoShortcuts_IsTaken()
    {
        await using var api = await Api.StartAsync("/api/preferences");
        var answer = await api.SendAsync(HttpMethod.Put, "", """{"keyboard_shortcuts":{"keys":{"alerts.next":"k","alerts.previous":"j"}}}""");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }
}
