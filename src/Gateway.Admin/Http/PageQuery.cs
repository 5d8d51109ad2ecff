using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Http;

/// <summary>The query of a page: its own parameters, without the one by which Razor Pages finds a part of it.</summary>
internal static class PageQuery
{
    private const string Handler = "handler";

    public static QueryReader Of(HttpRequest request) =>
        new(new QueryCollection(request.Query.Where(pair => pair.Key != Handler).ToDictionary(StringComparer.OrdinalIgnoreCase)));
}
