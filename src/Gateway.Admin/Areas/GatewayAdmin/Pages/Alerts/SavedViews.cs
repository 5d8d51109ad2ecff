using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary>A filter of the alerts page under a name.</summary>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Query">The page's query, such as <c>?severity=high</c>.</param>
public sealed record SavedView(string Name, string Query);

/// <summary>A person's saved views, in a cookie of the browser: few, small, and nobody else's business. A cookie that cannot be read holds none.</summary>
internal static class SavedViews
{
    public const int Most = 8;
    public const int LongestName = 40;

    /// <summary>With eight of them the cookie stays below what browsers take.</summary>
    private const int LongestQuery = 300;

    private const string Cookie = "gateway_admin_views";

    public static IReadOnlyList<SavedView> Read(HttpRequest request)
    {
        try
        {
            var views = request.Cookies[Cookie] is { Length: > 0 } text ? JsonSerializer.Deserialize<SavedView[]>(WebEncoders.Base64UrlDecode(text)) : null;
            return [.. (views ?? []).Where(view => view is { Name.Length: > 0 and <= LongestName, Query.Length: <= LongestQuery }).Take(Most)];
        }
        catch (Exception fault) when (fault is JsonException or FormatException)
        {
            return [];
        }
    }

    /// <summary>Adds a view, in place of one of the same name.</summary>
    /// <returns>What is wrong; null when it is saved.</returns>
    public static string? Add(HttpContext context, string? name, string query)
    {
        var called = name?.Trim() ?? "";
        var others = Read(context.Request).Where(view => view.Name != called).ToList();
        if (called.Length is 0 or > LongestName)
        {
            return $"Nothing was saved: a view needs a name of at most {LongestName} characters.";
        }

        if (others.Count >= Most || query.Length > LongestQuery)
        {
            return query.Length > LongestQuery ? "Nothing was saved: this filter is too long." : $"Nothing was saved: there is room for {Most} views. Remove one first.";
        }

        Write(context, [.. others, new(called, query)]);
        return null;
    }

    public static void Remove(HttpContext context, string? name) => Write(context, [.. Read(context.Request).Where(view => view.Name != name)]);

    private static void Write(HttpContext context, SavedView[] views) => context.Response.Cookies.Append(
        Cookie,
        WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(views)),
        new() { HttpOnly = true, IsEssential = true, MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Strict, Secure = context.Request.IsHttps });
}
