using Gateway.Admin.Http.OpenApi;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.ApiReference;

/// <summary><c>/admin/api-reference</c>: the API document as a page (ADR 0018).</summary>
internal sealed class IndexModel(ApiDocumentOnce api) : PageModel
{
    /// <summary>By tag; empty where the host makes no document.</summary>
    public IReadOnlyList<(string Tag, IReadOnlyList<ApiOperation> Operations)> Groups { get; private set; } = [];

    public string BaseUrl => $"{Request.Scheme}://{Request.Host}{Request.PathBase}";

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        if (await api.GetAsync(cancellationToken) is not { } document)
        {
            return;
        }

        Groups =
        [
            .. document.Paths
                .SelectMany(path => path.Value.Operations ?? [], (path, operation) => (Path: path.Key, Method: operation.Key, Operation: operation.Value))
                .GroupBy(entry => entry.Operation.Tags?.FirstOrDefault()?.Name ?? "Other")
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => (group.Key, (IReadOnlyList<ApiOperation>)[.. group.Select(entry => ApiOperation.Of(BaseUrl, entry.Path, entry.Method, entry.Operation))])),
        ];
    }
}
