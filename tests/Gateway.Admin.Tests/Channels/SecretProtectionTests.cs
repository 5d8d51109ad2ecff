using Gateway.Admin.Security;
using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting.Delivery.Setup;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Admin.Tests.Channels;

/// <summary>Secrets under the host's Data Protection, with its keys in a folder.</summary>
public sealed class SecretProtectionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-keys-");

    [Fact]
    public void Secret_AfterTheKeysWereRotated_CanStillBeReadAndIsWrittenWithTheNewOne()
    {
        using var before = Keys();
        var old = Secrets(before).Protect("ops", "hush");
        var now = TimeProvider.System.GetUtcNow();
        before.GetRequiredService<IKeyManager>().CreateNewKey(now, now.AddDays(90));

        using var after = Keys();

        Assert.Equal("hush", Secrets(after).Unprotect("ops", old));
        var young = Secrets(after).Protect("ops", "hush");
        Assert.Equal("hush", Secrets(after).Unprotect("ops", young));
        Assert.Equal(2, _folder.GetFiles("key-*.xml").Length);
        // A protected text begins with a version and the id of its key.
        Assert.NotEqual(KeyOf(old), KeyOf(young));
    }

    [Fact]
    public void Secret_OfAnotherChannel_CannotBeRead()
    {
        using var keys = Keys();

        Assert.Null(Secrets(keys).Unprotect("mine", Secrets(keys).Protect("ops", "hush")));
        Assert.Null(Secrets(keys).Unprotect("ops", "no such text"));
    }

    [Fact]
    public async Task Channel_WhoseKeysAreLost_SaysSoAndIsSetUpAgainBySaving()
    {
        await using var api = await Api.StartAsync("/api/notifications/channels");
        await api.PostAsync("", """{ "type": "pagerduty", "name": "Pager", "config": { "integration_key": "0123456789abcdef0123456789abcdef", "region": "eu" } }""");
        var lost = new StoredChannels(api.Host.Channels.Store, new Locked(), Alerting.Delivery.Http.ReceiverHosts.Public);
        api.Host.Channels.Directory.Load(lost.Load());

        var seen = (await api.GetAsync("/pager")).Json;

        Assert.Equal(("not_configured", $"not configured: {StoredChannels.KeysLost}"), ((string)seen["condition"]!, (string)seen["problem"]!));
        Assert.Equal("""{"region":"eu"}""", seen["config"]!.ToJsonString());
        Assert.Equal("$.config.integration_key: is needed", (await api.SendAsync(HttpMethod.Put, "/pager", seen.ToJsonString())).Errors);
        seen["config"]!["integration_key"] = "abcdef0123456789abcdef0123456789";
        Assert.Equal("ok", (string)(await api.SendAsync(HttpMethod.Put, "/pager", seen.ToJsonString())).Json["condition"]!);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static DataProtectedSecrets Secrets(IServiceProvider keys) => new(keys.GetRequiredService<IDataProtectionProvider>());

    private static string KeyOf(string protectedText) => protectedText[..24];

    private ServiceProvider Keys()
    {
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("gateway-alerts").PersistKeysToFileSystem(_folder);
        return services.BuildServiceProvider();
    }

    private sealed class Locked : ISecretProtection
    {
        public string Protect(string owner, string text) => "";

        public string? Unprotect(string owner, string protectedText) => null;
    }
}
