using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Themes;

/// <summary>The chosen theme. A cookie, because the server writes it into the page: no flash, no inline script.</summary>
internal static class ThemeCookie
{
    public const string Name = "gateway_theme";
    public const string System = "system";

    /// <summary>Value → word; the first is the standard.</summary>
    public static IReadOnlyList<(string Value, string Word)> Choices { get; } =
        [(System, "System"), ("light", "Light"), ("dark", "Dark"), ("high-contrast", "High contrast")];

    public static string Read(HttpRequest request) => Known(request.Cookies[Name]);

    /// <summary>In a browser that has no cookie yet, the theme of whoever is signed in.</summary>
    public static string Read(HttpRequest request, string preferred) => Known(request.Cookies[Name] ?? preferred);

    public static void Write(HttpResponse response, string theme) => response.Cookies.Append(Name, Known(theme), new()
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = TimeSpan.FromDays(365),
        SameSite = SameSiteMode.Lax,
        Secure = response.HttpContext.Request.IsHttps,
    });

    /// <summary>The standard where there is no such theme.</summary>
    public static string Known(string? theme) => Choices.Any(choice => choice.Value == theme) ? theme! : System;
}
