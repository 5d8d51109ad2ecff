using System.Globalization;
using Gateway.Admin.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;

/// <summary>The version of a rule, a channel or the routes as an entity tag. What is set up in files and settings has none.</summary>
internal static class RuleTag
{
    public static void Write(HttpResponse response, long? version)
    {
        if (version is { } number)
        {
            response.Headers.ETag = $"\"{number}\"";
        }
    }

    /// <summary>The versions that <c>If-Match</c> names; null for any. A tag that no version has matches none.</summary>
    /// <returns>The versions, or what is wrong with the header: one that was not understood must not let a change through.</returns>
    public static (IReadOnlyCollection<long>? Seen, IResult? Error) IfMatch(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0)
        {
            return (null, null);
        }

        if (!EntityTagHeaderValue.TryParseList(header, out var tags) || tags.Count == 0)
        {
            return (null, Problem.Bad("If-Match must be the ETag that came with what you read, such as \"3\" in quotation marks, or *."));
        }

        return tags.Contains(EntityTagHeaderValue.Any) ? (null, null) : ([.. tags.Where(tag => !tag.IsWeak).Select(NumberOf).OfType<long>()], null);
    }

    private static long? NumberOf(EntityTagHeaderValue tag) =>
        long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
