using System.Security.Claims;
using System.Text.Encodings.Web;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;
using Gateway.Admin.Security;
using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting;
using Gateway.Alerting.Backtesting;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Pipelines;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Alerting.Telemetry;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Admin.Tests.Rules;

/// <summary>The trial endpoints on a test server over a real database and one rule file. The header <c>X-Role</c> says who asks.</summary>
internal sealed class TrialApi : IAsyncDisposable
{
    public static readonly DateTimeOffset Now = Gateway.Testing.Some.Noon;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gateway-trial-api-");
    private readonly WebApplication _app;

    private TrialApi(string rules)
    {
        var database = new SqliteDatabase("Data Source=calls.db", _directory.FullName);
        SqliteMigrations.Apply(database);
        File.WriteAllText(Path.Combine(_directory.CreateSubdirectory("rules").FullName, "rules.json"), rules);
        var (time, log, compiler) = (new FakeTimeProvider(Now), new SqliteCallLog(database), new RuleCompiler(ChannelIds.BuiltIn));
        History = new(log);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services
            .AddSingleton(new SqliteWriter(database))
            .AddSingleton<SqliteCallStore>()
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<ICallHistory>(History)
            .AddSingleton<ICallRollups>(new SqliteCallRollups(database))
            .AddSingleton(Options.Create(new AlertingOptions()))
            .AddSingleton(compiler)
            .AddSingleton(new RuleSetProvider(Path.Combine(_directory.FullName, "rules"), "rules", compiler, new SystemHealth(time), time, NullLogger<RuleSetProvider>.Instance))
            .AddSingleton<AlertMemory>()
            .AddSingleton<InFlightCalls>()
            .AddSingleton<RuleTrial>()
            .AddSingleton(provider => new NotificationParts(provider.GetRequiredService<RuleSetProvider>(), new([]), time))
            .AddSingleton(provider => provider.GetRequiredService<NotificationParts>().Quiet)
            .AddSingleton<Backtest>()
            .AddSingleton<TrialSlots>()
            .AddProblemDetails()
            .ConfigureHttpJsonOptions(options => GatewayJson.Apply(options.SerializerOptions));
        builder.Services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, RoleHeader>("header", null);
        var policies = builder.Services.AddAuthorizationBuilder();
        foreach (var role in AdminRoles.All)
        {
            policies.AddPolicy(role, policy => policy.RequireRole(AdminRoles.AtLeast(role)));
        }

        _app = builder.Build();
        TrialEndpoints.Map(_app.MapGroup("/api"));
    }

    public PausableHistory History { get; }

    public static async Task<TrialApi> StartAsync(string rules, params IEnumerable<LlmCall> calls)
    {
        var api = new TrialApi(rules);
        await api._app.StartAsync(TestContext.Current.CancellationToken);
        await api._app.Services.GetRequiredService<SqliteCallStore>().AppendAsync([.. calls], TestContext.Current.CancellationToken);
        return api;
    }

    public HttpClient ClientOf(string role)
    {
        var client = _app.GetTestClient();
        client.DefaultRequestHeaders.Add("X-Role", role);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _directory.Delete(recursive: true);
    }

    /// <summary>A history whose reading the test can hold up.</summary>
    internal sealed class PausableHistory(ICallHistory history) : ICallHistory
    {
        /// <summary>Readers wait for it.</summary>
        public Task Gate { get; set; } = Task.CompletedTask;

        public SemaphoreSlim Begun { get; } = new(0);

        public async IAsyncEnumerable<IReadOnlyList<LlmCall>> PagesAsync(
            DateTimeOffset from, DateTimeOffset to, CallFields fields, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Begun.Release();
            await Gate.WaitAsync(cancellationToken);
            await foreach (var page in history.PagesAsync(from, to, fields, cancellationToken))
            {
                yield return page;
            }
        }

        public IAsyncEnumerable<IReadOnlyList<LlmCall>> UnderWayAsync(DateTimeOffset from, DateTimeOffset to, CallFields fields, CancellationToken cancellationToken) =>
            history.UnderWayAsync(from, to, fields, cancellationToken);
    }

    private sealed class RoleHeader(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            var identity = new ClaimsIdentity([new Claim(ClaimTypes.Role, Request.Headers["X-Role"].ToString())], Scheme.Name);
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
        }
    }
}
