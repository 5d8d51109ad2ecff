using System.Globalization;
using Gateway.Admin.Http;
using Gateway.Admin.Security;
using Gateway.Alerting.History;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Audit;

/// <summary><c>/api/audit</c>: what people did that leaves no other trace.</summary>
internal static class AuditEndpoints
{
    private const int DefaultLimit = 100;
    private const int LargestLimit = 500;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/audit", ListAsync).RefuseOtherQuery().RequireAuthorization(AdminRoles.Admin).WithTags("System")
            .WithName("ListAudit").WithSummary("What people did that leaves no other trace, newest first")
            .WithQuery(QueryParameter.Whole("limit", $"1 to {LargestLimit}; {DefaultLimit} when absent."), new("before", "Only what is older: the next_before of the page before."))
            .Produces<AuditListJson>().ProducesValidationProblem();

    private static async Task<IResult> ListAsync(HttpRequest request, [FromServices] IAuditLog log, CancellationToken cancellationToken)
    {
        var query = QueryReader.Of(request);
        var limit = query.Whole("limit", 1, LargestLimit, DefaultLimit);
        long? before = null;
        if (query.Text("before") is { } text)
        {
            before = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
            if (before is null)
            {
                query.Refuse("before", "must be the next_before of another page");
            }
        }

        return query.Problem ?? Results.Ok(AuditListJson.Of(await log.ListAsync(limit + 1, before, cancellationToken), limit));
    }
}

/// <summary>Some of the audit.</summary>
/// <param name="Entries">Newest first.</param>
/// <param name="NextBefore">Where the next page begins; null on the last.</param>
internal sealed record AuditListJson(IReadOnlyList<AuditEntry> Entries, long? NextBefore)
{
    /// <param name="found">One more than is shown, when there is one.</param>
    /// <param name="limit">How many are shown.</param>
    public static AuditListJson Of(IReadOnlyList<AuditEntry> found, int limit) => new([.. found.Take(limit)], found.Count > limit ? found[limit - 1].Id : null);
}
