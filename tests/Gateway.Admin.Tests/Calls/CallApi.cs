using System.Security.Claims;
using System.Text.Encodings.Web;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Calls;
using Gateway.Admin.Http;
using Gateway.Alerting;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Storage.Sqlite;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Admin.Tests.Calls;

/// <summary>The call endpoints on a test server over a real database. The header <c>X-Role</c> says who asks.</summary>
internal sealed class CallApi : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("gateway-call-api-");
    private readonly SqliteWriter _writer;
    private readonly SqliteCallStore _store;
    private readonly WebApplication _app;

    private CallApi()
    {
        Database = new SqliteDatabase("Data Source=calls.db", _directory.FullName);
        SqliteMigrations.Apply(Database);
        _writer = new SqliteWriter(Database);
        _store = new SqliteCallStore(_writer);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services
            .AddSingleton<TimeProvider>(new FakeTimeProvider(Noon))
            .AddSingleton<ICallStore>(_store)
            .AddSingleton<ICallLog>(new SqliteCallLog(Database))
            .AddSingleton<IPriceBook, NoPrices>()
            .AddSingleton<CallFeed>()
            .AddSingleton<CallImport>()
            .AddOpenApi()
            .AddProblemDetails()
            .AddExceptionHandler<DatabaseFaults>()
            .ConfigureHttpJsonOptions(options => GatewayJson.Apply(options.SerializerOptions));
        builder.Services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, RoleHeader>("header", null);
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy("viewer", policy => policy.RequireRole("viewer", "admin"))
            .AddPolicy("admin", policy => policy.RequireRole("admin"));
        _app = builder.Build();
        _app.UseExceptionHandler();
        _app.MapGroup("/api").MapCallEndpoints();
        _app.MapOpenApi();
    }

    public SqliteDatabase Database { get; }

    public ICallStore Store => _store;

    public HttpClient Client { get; private set; } = null!;

    public CallFeed Feed => _app.Services.GetRequiredService<CallFeed>();

    public static async Task<CallApi> StartAsync()
    {
        var api = new CallApi();
        await api._app.StartAsync(TestContext.Current.CancellationToken);
        api.Client = api.ClientOf("admin");
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
        Client.Dispose();
        await _app.DisposeAsync();
        await _writer.DisposeAsync();
        _store.Dispose();
        SqliteConnection.ClearAllPools();
        _directory.Delete(recursive: true);
    }

    public static LlmCall Call(string id, int second = 0) => new()
    {
        Id = id,
        StartedAt = Noon.AddSeconds(second),
        Provider = "openai",
        Dialect = "openai-chat",
        Operation = "chat",
        Route = "openai",
        RequestModel = "gpt-5.4",
        StatusCode = 200,
        Latency = TimeSpan.FromMilliseconds(812.4),
        Tokens = new TokenUsage { UncachedInput = 1200, TextOutput = 212, Reasoning = 128, Source = TokenSource.Provider },
        Cost = new CallCost(new NanoUsd(4_700_000), PriceStatus.Priced),
    };

    private sealed class NoPrices : IPriceBook
    {
        public CallCost Price(string provider, string? responseModel, string? requestModel, in TokenUsage tokens) => CallCost.Unpriced;
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
