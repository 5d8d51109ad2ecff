using Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Analytics;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Audit;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Builder;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Calls;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Channels;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Deliveries;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Error;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Health;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Inbox;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Login;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Routes;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Settings;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Silences;
using Gateway.Admin.Http;
using Gateway.Admin.Http.OpenApi;
using Gateway.Admin.Live;
using Gateway.Admin.Security;
using Gateway.Alerting;
using Gateway.Alerting.Delivery.Setup;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Gateway.Admin;

/// <summary>Mounts the admin in an ASP.NET host.</summary>
public static class GatewayAdminExtensions
{
    /// <summary>
    /// Registers pages, API, live hub and sign-in, configured by the <c>Admin</c> section; wrong settings stop the start.
    /// The host registers what they show: the gateway's <c>AddGatewayAlerting</c> does, and a test may register parts of its own.
    /// </summary>
    /// <param name="builder">The host's.</param>
    /// <param name="access">Lets the host's own sign-in open the admin; without it people sign in at <c>/admin/login</c>.</param>
    public static WebApplicationBuilder AddGatewayAdmin(this WebApplicationBuilder builder, Action<GatewayAdminAccess>? access = null)
    {
        // Outside Development the SDK's manifest is not read by itself, and assets would answer 200 with no bytes. Does nothing once published.
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddSettings<AdminOptions>(AdminOptions.Section);
        builder.Services.AddSingleton<IValidateOptions<AdminOptions>, AdminOptionsValidator>();
        builder.Services.AddSingleton<AlertBulkActs>();
        builder.Services.AddSingleton<ReaderZone>();
        builder.Services.AddSingleton<AlertCalls>();
        builder.Services.AddSingleton<AlertSurroundings>();
        builder.Services.AddSingleton<RuleBook>();
        builder.Services.AddSingleton<ChannelBook>();
        builder.Services.AddSingleton<RuleTable>();
        builder.Services.AddSingleton<TrialSlots>();
        builder.Services.AddSingleton<RuleTrials>();
        builder.Services.Configure(access ?? (_ => { }));
        builder.Services.AddSingleton<IValidateOptions<GatewayAdminAccess>, GatewayAdminAccessValidator>();
        builder.Services.AddOptions<GatewayAdminAccess>().ValidateOnStart();
        AddSecurity(builder.Services, builder.Configuration);
        AddPages(builder.Services);
        AddLive(builder.Services);
        return builder;
    }

    /// <summary>
    /// Maps <c>/admin</c>, <c>/api</c> and <c>/healthz</c>. Call it before the proxy is mapped, and after <c>UseForwardedHeaders</c>, <c>UsePathBase</c> and <c>UseRouting</c> where the host uses them.
    /// Everything needs at least <see cref="AdminRoles.Viewer"/>, except the login page, its assets and the probes; unknown paths are 404 and never forwarded.
    /// </summary>
    public static WebApplication MapGatewayAdmin(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<AdminOptions>>().Value.Port is not null)
        {
            app.UseMiddleware<AdminPort>();
        }

        UseAdminPipeline(app);
        app.MapStaticAssets();
        app.MapRazorPages().WithStaticAssets();
        app.MapHub<LiveHub>(AdminPaths.Live).RequireAuthorization(AdminRoles.Viewer);
        MapSession(app);
        MapApi(app);
        HealthEndpoints.MapProbes(app);
        return app;
    }

    /// <summary>Lets the engine read and keep the secrets of channels, encrypted with the host's Data Protection.</summary>
    public static IServiceCollection AddChannelSecrets(this IServiceCollection services)
    {
        services.AddDataProtection();
        services.TryAddSingleton<ISecretProtection, DataProtectedSecrets>();
        return services;
    }

    private static void AddSecurity(IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddChannelSecrets();
        services.AddSingleton<AdminScope>();
        services.AddSingleton<StoredKeys>();
        services.AddSingleton<ApiKeyDesk>();
        services.AddSingleton<SystemFacts>();
        services.AddSingleton<AdminCredentials>();
        services.AddSingleton<EndedSessions>();
        services.AddSingleton<LoginAttempts>();
        services.AddSingleton(provider => new AdminLoginLink(provider.GetRequiredService<AdminCredentials>()));
        var authentication = services.AddAuthentication()
            .AddCookie(AdminSchemes.Cookie, AdminCookie.Configure)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(AdminSchemes.ApiKey, null)
            .AddScheme<AuthenticationSchemeOptions, HostSignInHandler>(AdminSchemes.Host, null)
            .AddPolicyScheme(AdminSchemes.Either, null, options => options.ForwardDefaultSelector = SignInChoice.SchemeFor);
        OpenIdConnectSignIn.AddTo(authentication, configuration);
        var policies = services.AddAuthorizationBuilder();
        foreach (var role in AdminRoles.All)
        {
            policies.AddPolicy(role, policy => policy.AddAuthenticationSchemes(AdminSchemes.Either).RequireRole(AdminRoles.AtLeast(role)));
        }

        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "gateway_af";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.HeaderName = ApiSecurity.AntiForgeryHeader;
        });
    }

    private static void AddPages(IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddExceptionHandler<Http.DatabaseFaults>();
        services.ConfigureHttpJsonOptions(options => GatewayJson.Apply(options.SerializerOptions));
        services.Configure<CookieTempDataProviderOptions>(options =>
        {
            // One of the admin's own cookies by its beginning: it goes to no provider.
            options.Cookie.Name = "gateway_admin_said";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services
            .AddRazorPages(options =>
            {
                options.Conventions.AuthorizeAreaFolder("GatewayAdmin", "/", AdminRoles.Viewer);
                options.Conventions.AllowAnonymousToAreaFolder("GatewayAdmin", "/Login");
            })
            .ConfigureApplicationPartManager(AddOwnParts);
        services.AddHostedService<AssetSelfCheck>();
        ApiDocument.AddTo(services);
    }

    /// <summary>Found by itself only when the host's entry assembly refers to this one; tests and plug-in hosts do not.</summary>
    private static void AddOwnParts(ApplicationPartManager manager)
    {
        var assembly = typeof(GatewayAdminExtensions).Assembly;
        if (manager.ApplicationParts.All(part => part.Name != assembly.GetName().Name))
        {
            foreach (var part in ApplicationPartFactory.GetApplicationPartFactory(assembly).GetApplicationParts(assembly))
            {
                manager.ApplicationParts.Add(part);
            }
        }
    }

    private static void AddLive(IServiceCollection services)
    {
        services.AddSignalR().AddJsonProtocol(options => GatewayJson.Apply(options.PayloadSerializerOptions));
        services.AddSingleton<LiveBroadcaster>();
        services.AddSingleton<LiveConnections>();
    }

    private static void UseAdminPipeline(WebApplication app)
    {
        app.UseWhen(app.Services.GetRequiredService<AdminScope>().Includes, branch =>
        {
            UseAdminBranch(branch);
            KeepMarks(app, branch);
        });
    }

    /// <summary>
    /// Authentication and authorization note in the builder that they are in place. The application does not see what a branch has noted, and
    /// would add both again, in front of every proxied call.
    /// </summary>
    private static void KeepMarks(IApplicationBuilder app, IApplicationBuilder branch)
    {
        foreach (var (mark, value) in branch.Properties)
        {
            app.Properties.TryAdd(mark, value);
        }
    }

    private static void UseAdminBranch(IApplicationBuilder app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseWhen(context => AdminPaths.IsApi(context.Request.Path), api => api.UseExceptionHandler().UseStatusCodePages());
        app.UseWhen(context => AdminPaths.IsPage(context.Request.Path), pages => pages
            .UsePageCompression()
            .UseExceptionHandler(failed => failed.Run(ErrorPage.RenderAsync))
            .UseStatusCodePages(refused => ErrorPage.RenderAsync(refused.HttpContext)));
        app.UseWhen(context => AdminPaths.IsInbox(context.Request.Path), inbox => inbox.UsePageCompression());
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<AdminGate>();
    }

    private static void MapSession(WebApplication app)
    {
        var admin = app.MapGroup(AdminOptions.FixedPath).RequireAuthorization(AdminRoles.Viewer);
        SessionEndpoints.Map(admin);
        admin.Map("/{**rest}", () => Results.NotFound()).ExcludeFromDescription();
    }

    private static void MapApi(WebApplication app)
    {
        var api = app.MapGroup(AdminPaths.Api).RequireAuthorization(AdminRoles.Viewer).WithMetadata(new AdminEndpoint())
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        AlertEndpoints.Map(api);
        RuleEndpoints.Map(api);
        MetricEndpoints.Map(api);
        TrialEndpoints.Map(api);
        SilenceEndpoints.Map(api);
        RouteEndpoints.Map(api);
        ChannelEndpoints.Map(api);
        ChannelTestEndpoints.Map(api);
        AnalyticsEndpoints.Map(api);
        DeliveryEndpoints.Map(api);
        InboxEndpoints.Map(api);
        AuditEndpoints.Map(api);
        api.MapCallEndpoints();
        HealthEndpoints.Map(api);
        PreferenceEndpoints.Map(api);
        KeyEndpoints.Map(api);
        api.Map("/{**rest}", (HttpRequest request) => Http.Problem.NotFound($"There is nothing at {request.Path}.")).ExcludeFromDescription();
    }
}
