using System.Net;
using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting.Rules;

namespace Gateway.Admin.Tests.Builder;

/// <summary>Somebody at the builder without scripts: gets pages, fills in fields, presses buttons.</summary>
internal sealed class BuilderVisitor : IAsyncDisposable
{
    private const string Root = "/admin/alerts/builder";

    private readonly bool _owns;
    private readonly Session _session;

    private BuilderVisitor(AdminHost host, Session session, bool owns) => (Host, _session, _owns) = (host, session, owns);

    public AdminHost Host { get; }

    public BuilderForm Form { get; private set; } = null!;

    public HttpStatusCode Status { get; private set; }

    /// <summary>Where the last answer sent the browser.</summary>
    public string? Location { get; private set; }

    public static async Task<BuilderVisitor> StartAsync(string key = AdminHost.AdminKey) => await AtAsync(await AdminHost.StartAsync(scene: false), key, owns: true);

    public static async Task<BuilderVisitor> AtAsync(AdminHost host, string key = AdminHost.AdminKey, bool owns = false) => new(host, await Session.SignedInAsync(host, key), owns);

    public async Task<BuilderForm> OpenAsync(string path = "") => Form = BuilderForm.Read(await _session.GetAsync(Root + path));

    /// <summary>Presses a button of the form.</summary>
    public async Task<BuilderForm> PressAsync(string act, string path = "")
    {
        using var content = new FormUrlEncodedContent([.. Form.Fields.Where(field => field.Key is not ("do" or "__RequestVerificationToken")), new("do", act), new("__RequestVerificationToken", _session.Token)]);
        using var response = await _session.Client.PostAsync(Root + path, content, TestContext.Current.CancellationToken);
        (Status, Location) = (response.StatusCode, response.Headers.Location?.OriginalString);
        return Form = BuilderForm.Read(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Puts a rule in force as the API does.</summary>
    public async Task<RuleDefinition> MakeAsync(string json)
    {
        var change = await Host.Rules.Desk.CreateAsync(json, "ada", TestContext.Current.CancellationToken);
        Assert.True(change.Result == RuleChangeResult.Done, string.Join('\n', change.Mistakes) + change.Why + json);
        return change.Rule!.Definition!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_owns)
        {
            await Host.DisposeAsync();
        }
    }
}
