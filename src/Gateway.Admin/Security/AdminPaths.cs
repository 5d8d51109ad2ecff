using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Security;

/// <summary>Which requests are the admin's. Everything else belongs to the proxy and is left alone.</summary>
internal static class AdminPaths
{
    public const string Api = "/api";
    public const string Inbox = Api + "/notifications/inbox";
    public const string Live = AdminOptions.FixedPath + "/live";

    public static bool IsApi(PathString path) => path.StartsWithSegments(Api);

    /// <summary>What every page asks for as it loads.</summary>
    public static bool IsInbox(PathString path) => path.StartsWithSegments(Inbox);

    public static bool IsLive(PathString path) => path.StartsWithSegments(Live);

    public static bool IsPage(PathString path) => path.StartsWithSegments(AdminOptions.FixedPath);

    public static bool IsAdmin(PathString path) => IsPage(path) || IsApi(path);

    /// <summary>Whether a request is the admin's own. A host may have endpoints of its own below <c>/api</c>: those are left alone.</summary>
    public static bool IsAdmin(HttpContext context) =>
        IsAdmin(context.Request.Path) && (IsPage(context.Request.Path) || context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<AdminEndpoint>() is not null);

    /// <summary>What <c>Admin:Port</c> answers: the admin, and what the host says about itself.</summary>
    public static bool IsOwn(PathString path) => IsAdmin(path) || path.StartsWithSegments("/metrics") || path.StartsWithSegments("/openapi");

    /// <summary>Probes say nothing but whether the gateway is up.</summary>
    public static bool IsProbe(PathString path) => path.StartsWithSegments("/healthz");

    /// <summary>Requests that change nothing.</summary>
    public static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);
}

/// <summary>Marks the endpoints of the HTTP API that are the admin's.</summary>
internal sealed class AdminEndpoint;
