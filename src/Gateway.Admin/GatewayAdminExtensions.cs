using Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Builder;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Calls;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Error;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Health;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Login;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Routes;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Silences;
using Gateway.Admin.Live;
using Gateway.Admin.Security;
using Gateway.Alerting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Gateway.Admin;

/// <summary>Mounts the admin in an ASP.NET host.</summary>
public static class GatewayAdminExtensions
{
    /// <summary>
    /// Registers pages, API, live hub and sign-in, configured by the <c>Admin</c> section; wrong settings stop the start.
    /// The host registers what they show: <c>IAlertLog</c>, <c>IAlertDesk</c>, <c>IAlertStatistics</c>, <c>LocalDays</c>, <c>ICallLog</c>, <c>CallImport</c>, <c>RuleDesk</c>, <c>RuleSetProvider</c>, <c>RuleCompiler</c>, <c>RuleTrial</c>, <c>Backtest</c>, <c>ChannelDirectory</c>, <c>Announcer</c>, <c>IRuleStore</c>, <c>AlertMemory</c>, <c>RuleHealthBoard</c>, <c>SilenceDesk</c>, <c>ISilenceStore</c>, <c>RouteDesk</c>, <c>RoutePreview</c>, <c>ILiveFeed</c>, <c>SystemHealth</c> and a <see cref="TimeProvider"/>.
    /// </summary>
    public static WebApplicationBuilder AddGatewayAdmin(this WebApplicationBuilder builder)
    {
        // Outside Development the SDK's manifest is not read by itself, and assets would answer 200 with no bytes. Does nothing once published.
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddSettings<AdminOptions>(
            AdminOptions.Section,
            ("OpenIdConnect", "is not available in this version; people sign in with Admin:Password, an Admin:ApiKeys entry, or the link that start-up prints"));
        builder.Services.AddSingleton<IValidateOptions<AdminOptions>, AdminOptionsValidator>();
        builder.Services.AddSingleton<RuleBook>();
        builder.Services.AddSingleton<TrialSlots>();
        builder.Services.AddSingleton<RuleTrials>();
        AddSecurity(builder.Services);
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

    private static void AddSecurity(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<AdminScope>();
        services.AddSingleton<AdminCredentials>();
        services.AddSingleton<EndedSessions>();
        services.AddSingleton<LoginAttempts>();
        services.AddSingleton(provider => new AdminLoginLink(provider.GetRequiredService<AdminCredentials>()));
        services.AddAuthentication()
            .AddCookie(AdminSchemes.Cookie, AdminCookie.Configure)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(AdminSchemes.ApiKey, null)
            .AddPolicyScheme(AdminSchemes.Either, null, options => options.ForwardDefaultSelector = ChooseScheme);
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
            options.HeaderName = "X-CSRF-Token";
        });
    }

    private static string ChooseScheme(HttpContext context) =>
        context.Request.Headers.Authorization.Count > 0 ? AdminSchemes.ApiKey : AdminSchemes.Cookie;

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
            .UseExceptionHandler(failed => failed.Run(ErrorPage.RenderAsync))
            .UseStatusCodePages(refused => ErrorPage.RenderAsync(refused.HttpContext)));
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
        var api = app.MapGroup(AdminPaths.Api).RequireAuthorization(AdminRoles.Viewer);
        AlertEndpoints.Map(api);
        RuleEndpoints.Map(api);
        MetricEndpoints.Map(api);
        TrialEndpoints.Map(api);
        SilenceEndpoints.Map(api);
        RouteEndpoints.Map(api);
        api.MapCallEndpoints();
        HealthEndpoints.Map(api);
        api.Map("/{**rest}", (HttpRequest request) => Http.Problem.NotFound($"There is nothing at {request.Path}.")).ExcludeFromDescription();
    }
}
