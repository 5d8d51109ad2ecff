using System.Net;
using System.Text.Json;
using Gateway.Admin.Live;
using Gateway.Admin.Security;
using Gateway.Admin.Tests.Hosting;
using Gateway.Testing;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Admin.Tests.Security;

/// <summary>The live stream must not outlive what opened it.</summary>
public sealed class LiveSessionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Logout_WithLiveConnections_EndsThoseOfItsSessionAndNoOther()
    {
        await using var host = await AdminHost.StartAsync();
        var leaving = await Session.SignedInAsync(host, AdminHost.AdminKey);
        var staying = await Session.SignedInAsync(host, AdminHost.AdminKey);
        await using var first = await Watch.StartAsync(host, leaving);
        await using var second = await Watch.StartAsync(host, leaving);
        await using var other = await Watch.StartAsync(host, staying);

        await leaving.PostAsync("/admin/logout", []);

        await first.Ended.WaitAsync(Cancel);
        await second.Ended.WaitAsync(Cancel);
        var heard = other.NextMetricsAsync();
        host.Gateway.Tick(Scene.Metrics(1));
        await heard.WaitAsync(Cancel);
        Assert.False(other.Ended.IsCompleted);
    }

    [Fact]
    public async Task Cookie_KeptFromBeforeTheLogout_OpensNothing()
    {
        await using var host = await AdminHost.StartAsync();
        var browser = await Session.SignedInAsync(host, AdminHost.AdminKey);
        var kept = browser.Cookies.GetCookieHeader(host.Address);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(host, kept));
        await browser.PostAsync("/admin/logout", []);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(host, kept));
    }

    [Fact]
    public async Task LiveConnection_WhenItsCookieRunsOut_Ends()
    {
        await using var host = await AdminHost.StartAsync();
        await using var watch = await Watch.StartAsync(host, await Session.SignedInAsync(host, AdminHost.AdminKey));
        host.Time.Advance(AdminCookie.Lifetime - LiveConnections.CheckEvery);
        Assert.False(watch.Ended.IsCompleted);
        host.Time.Advance(LiveConnections.CheckEvery);
        await watch.Ended.WaitAsync(Cancel);
    }

    [Fact]
    public async Task Call_OnTheHub_IsTheCallOfTheApi()
    {
        await using var host = await AdminHost.StartAsync();
        await using var watch = await Watch.StartAsync(host, AdminHost.ViewerKey);
        var call = Some.Call(Scene.Now);
        var heard = watch.NextAsync("call");

        host.Gateway.Finish(call);

        var answer = await host.Client(AdminHost.ViewerKey).GetStringAsync("/api/calls/" + call.Id, Cancel);
        Assert.Equal(answer, await heard.WaitAsync(Cancel));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LiveConnection_WhenItsKeyIsChanged_EndsAtTheNextCheck(bool byCookie)
    {
        await using var host = await AdminHost.StartAsync();
        await using var watch = byCookie
            ? await Watch.StartAsync(host, await Session.SignedInAsync(host, AdminHost.ViewerKey))
            : await Watch.StartAsync(host, AdminHost.ViewerKey);
        var settings = (IConfigurationRoot)host.Services.GetRequiredService<IConfiguration>();
        settings["Admin:ApiKeys:0:Key"] = "another-viewer-key-0123456789";
        settings.Reload();
        host.Time.Advance(LiveConnections.CheckEvery);
        await watch.Ended.WaitAsync(Cancel);
    }

    [Fact]
    public void EndedSessions_BeyondTheirBound_ForgetTheOldest()
    {
        var ended = new EndedSessions(TimeProvider.System);
        for (var index = 0; index <= EndedSessions.Most; index++)
        {
            ended.Add($"s{index}");
        }

        Assert.False(ended.Contains("s0"));
        Assert.True(ended.Contains("s1"));
        Assert.True(ended.Contains($"s{EndedSessions.Most}"));
    }

    private static async Task<HttpStatusCode> StatusAsync(AdminHost host, string cookies)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = host.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/alerts/active");
        request.Headers.Add("Cookie", cookies);
        using var response = await client.SendAsync(request, Cancel);
        return response.StatusCode;
    }

    /// <summary>One live connection, joined to the feed.</summary>
    private sealed class Watch : IAsyncDisposable
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly HubConnection _connection;

        private Watch(AdminHost host, Action<Microsoft.AspNetCore.Http.Connections.Client.HttpConnectionOptions> who)
        {
            _connection = new HubConnectionBuilder().WithUrl(new Uri(host.Address, "/admin/live"), who).Build();
            _connection.Closed += _ =>
            {
                _ended.TrySetResult();
                return Task.CompletedTask;
            };
        }

        public Task Ended => _ended.Task;

        public static Task<Watch> StartAsync(AdminHost host, Session session) => StartAsync(new Watch(host, options => options.Cookies = session.Cookies));

        public static Task<Watch> StartAsync(AdminHost host, string key) => StartAsync(new Watch(host, options => options.AccessTokenProvider = () => Task.FromResult<string?>(key)));

        public Task NextMetricsAsync() => NextAsync("metrics");

        /// <returns>The message as it was sent.</returns>
        public async Task<string> NextAsync(string name)
        {
            var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            using var subscription = _connection.On<JsonElement>(name, message => heard.TrySetResult(message.GetRawText()));
            return await heard.Task;
        }

        public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

        /// <summary>The first metrics are sent on joining: once they are here, the server knows the connection.</summary>
        private static async Task<Watch> StartAsync(Watch watch)
        {
            var joined = watch.NextMetricsAsync();
            await watch._connection.StartAsync(Cancel);
            await joined.WaitAsync(Cancel);
            return watch;
        }
    }
}
