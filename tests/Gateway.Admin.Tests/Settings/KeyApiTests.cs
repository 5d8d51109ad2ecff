using System.Net;
using Gateway.Admin.Security;
using Gateway.Admin.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Admin.Tests.Settings;

public sealed class KeyApiTests
{
    [Fact]
    public async Task NewKey_UntilItIsRevoked_OpensWhatItsRoleAllows()
    {
        await using var api = await Api.StartAsync("/api");
        var made = await api.PostAsync("/system/keys", """{"name":"ci","role":"viewer"}""");
        Assert.Equal(HttpStatusCode.Created, made.Status);
        var (key, id) = ((string)made.Json["key"]!, (string)made.Json["id"]!);
        Assert.Equal($"/api/system/keys/{id}", made.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync(HttpMethod.Get, "/alerts/active", key: key)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await api.SendAsync(HttpMethod.Get, "/system/keys", key: key)).Status);

        Assert.Equal(HttpStatusCode.NoContent, (await api.SendAsync(HttpMethod.Delete, $"/system/keys/{id}")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.SendAsync(HttpMethod.Get, "/alerts/active", key: key)).Status);
        var kept = (await api.GetAsync("/system/keys")).Json["keys"]!.AsArray().Single(entry => (string)entry!["id"]! == id)!;
        Assert.Equal(("ada", "ada"), ((string)kept["created_by"]!, (string)kept["revoked_by"]!));
    }

    [Fact]
    public async Task List_ShowsKeysOfSettingsAndDatabase_ButNoSecret()
    {
        await using var api = await Api.StartAsync("/api/system/keys");
        var secret = (string)(await api.PostAsync("", """{"name":"ci","role":"operator"}""")).Json["key"]!;
        var list = await api.GetAsync("");
        Assert.Equal(["vera", "otto", "ada", "ci"], list.Json["keys"]!.AsArray().Select(key => (string)key!["name"]!));
        Assert.DoesNotContain(secret, list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(AdminHost.AdminKey, list.Text, StringComparison.Ordinal);
        Assert.Equal(secret[^4..], (string)list.Json["keys"]![3]!["ending"]!);
        Assert.All(api.Host.Services.GetRequiredService<PeopleParts>().Keys.List(), key => Assert.DoesNotContain(secret, key.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task LastUse_IsNotedToTheMinute()
    {
        await using var api = await Api.StartAsync("/api");
        var key = (string)(await api.PostAsync("/system/keys", """{"name":"ci","role":"viewer"}""")).Json["key"]!;
        await api.SendAsync(HttpMethod.Get, "/alerts/active", key: key);
        api.Host.Time.Advance(TimeSpan.FromSeconds(20));
        await api.SendAsync(HttpMethod.Get, "/alerts/active", key: key);
        Assert.Equal(Scene.Now, Used(api));
        api.Host.Time.Advance(StoredKeys.UseStep);
        await api.SendAsync(HttpMethod.Get, "/alerts/active", key: key);
        Assert.Equal(Scene.Now.AddSeconds(80), Used(api));
    }

    [Theory]
    [InlineData("""{"name":"","role":"viewer"}""", "$.name")]
    [InlineData("""{"name":"ci","role":"owner"}""", "$.role: 'role' must be one of viewer, operator, admin")]
    [InlineData("""{"name":"ci","role":"viewer","key":"mine"}""", "$.key")]
    [InlineData("{}", "'name' must be a text of 1 to 64 characters")]
    public async Task NewKey_WithAMistake_SaysWhereAndWhatIsAllowed(string body, string expected)
    {
        await using var api = await Api.StartAsync("/api/system/keys");
        var answer = await api.PostAsync("", body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(expected, answer.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CI")]
    [InlineData("vera")]
    [InlineData("Admin")]
    public async Task NewKey_UnderANameThatIsTaken_IsRefused(string name)
    {
        await using var api = await Api.StartAsync("/api/system/keys");
        await api.PostAsync("", """{"name":"ci","role":"viewer"}""");
        Assert.Equal(HttpStatusCode.Conflict, (await api.PostAsync("", $$"""{"name":"{{name}}","role":"viewer"}""")).Status);
    }

    [Fact]
    public async Task Revoke_OfAKeyOfTheSettingsOrOfNone_SaysWhy()
    {
        await using var api = await Api.StartAsync("/api/system/keys");
        Assert.Equal(HttpStatusCode.Conflict, (await api.SendAsync(HttpMethod.Delete, "/settings:vera")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await api.SendAsync(HttpMethod.Delete, "/nothing")).Status);
    }

    [Fact]
    public async Task Session_OpenedWithAKey_EndsWithIt()
    {
        await using var api = await Api.StartAsync("/api/system/keys");
        var made = await api.PostAsync("", """{"name":"ci","role":"viewer"}""");
        var session = await Session.SignedInAsync(api.Host, (string)made.Json["key"]!);
        Assert.Contains("<h1>Alerts</h1>", await session.GetAsync("/admin/alerts"), StringComparison.Ordinal);
        await api.SendAsync(HttpMethod.Delete, $"/{made.Json["id"]}");
        Assert.DoesNotContain("<h1>Alerts</h1>", await session.GetAsync("/admin/alerts"), StringComparison.Ordinal);
    }

    /// <summary>Used every eleven hours, a session never runs idle; it ends all the same.</summary>
    [Fact]
    public async Task Session_InUseAllTheTime_EndsSevenDaysAfterTheSignIn()
    {
        await using var api = await Api.StartAsync("/api/system/keys");
        var session = await Session.SignedInAsync(api.Host, AdminHost.ViewerKey);
        var step = TimeSpan.FromHours(11);
        for (var used = step; used < AdminCookie.Longest; used += step)
        {
            api.Host.Time.Advance(step);
            Assert.Contains("<h1>Alerts</h1>", await session.GetAsync("/admin/alerts"), StringComparison.Ordinal);
        }

        api.Host.Time.Advance(step);
        Assert.DoesNotContain("<h1>Alerts</h1>", await session.GetAsync("/admin/alerts"), StringComparison.Ordinal);
    }

    private static DateTimeOffset? Used(Api api) => api.Host.Services.GetRequiredService<PeopleParts>().Keys.List().Single().LastUsedAt;
}
