using System.Text.Json;
using Gateway.Admin.Http;
using Gateway.Alerting;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Time;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Calls;

/// <summary><c>/admin/calls</c>: the call log, with the query parameters of <c>GET /api/calls</c>.</summary>
public sealed class IndexModel(ICallLog log, TimeProvider time) : PageModel
{
    private static readonly (string Word, TimeSpan Back)[] Ranges =
        [("15 min", TimeSpan.FromMinutes(15)), ("1 h", TimeSpan.FromHours(1)), ("24 h", TimeSpan.FromHours(24)), ("7 days", TimeSpan.FromDays(7))];

    /// <summary>Those that have a field in the row; the rest is behind "More".</summary>
    private static readonly string[] InTheRow = ["search", "outcome", "provider", "model"];

    public CallFilter Filter { get; private set; } = CallFilter.All;

    public CallPage Calls { get; private set; } = new([], null);

    /// <summary>What cannot be read in the filter; then nothing is shown, because anything else would look like an answer.</summary>
    public IReadOnlyList<string> Mistakes { get; private set; } = [];

    /// <summary>The filter that is on, by the names of the API and as written in the URL.</summary>
    public IReadOnlyDictionary<string, string> Given { get; private set; } = new Dictionary<string, string>();

    public bool IsFirstPage { get; private set; }

    public bool IsFiltered => Given.Count > 0;

    /// <summary>New calls can only come to the newest page of a range that is not over.</summary>
    public bool IsLive => IsFirstPage && Mistakes.Count == 0 && (Filter.To is null || Filter.To > time.GetUtcNow());

    public int MoreFilters => Given.Keys.Except(InTheRow).Count();

    /// <summary>For the script, which tells new calls that match from others.</summary>
    public string GivenJson => JsonSerializer.Serialize(Given, GatewayJson.Options);

    /// <summary>Where clients reach this gateway, as seen by this request.</summary>
    public string BaseUrl => $"{Request.Scheme}://{Request.Host}{Request.PathBase}";

    public IEnumerable<(string Word, string Url)> Quick
    {
        get
        {
            var now = time.GetUtcNow();
            return Ranges.Select(range => (range.Word, UrlWith(("from", UtcInstantConverter.Text(now - range.Back)), ("to", null)))).Append(("All", UrlWith(("from", null), ("to", null))));
        }
    }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var query = PageQuery.Of(Request);
        Filter = CallQuery.Filter(query);
        var limit = query.Whole("limit", 1, CallEndpoints.LargestLimit, CallEndpoints.DefaultLimit);
        var cursor = query.Text("cursor");
        IsFirstPage = cursor is null;
        Given = CallQuery.Parameters
            .Select(parameter => (parameter.Name, Value: Request.Query[parameter.Name].ToString()))
            .Where(pair => !string.IsNullOrWhiteSpace(pair.Value))
            .ToDictionary(pair => pair.Name, pair => pair.Value);
        query.RefuseOthers([.. CallQuery.Parameters.Select(parameter => parameter.Name), "limit", "cursor"]);
        if (query.Mistakes.Count == 0)
        {
            await ListAsync(query, limit, cursor, cancellationToken);
        }

        Mistakes = query.Mistakes;
    }

    /// <summary>The first page with some of the filter changed; null takes a part away.</summary>
    public string UrlWith(params (string Name, string? Value)[] changes) => Link("~/admin/calls", changes);

    /// <summary>All that this filter matches, as a file.</summary>
    public string ExportUrl(string format) => Link("~/api/calls/export", [("format", format)]);

    /// <summary>As <c>datetime-local</c> fields want it, in UTC.</summary>
    public static string? Field(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private string Link(string path, (string Name, string? Value)[] changes) => QueryHelpers.AddQueryString(
        Url.Content(path),
        Given.Where(pair => changes.All(change => change.Name != pair.Key)).Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))
            .Concat(changes.Where(change => change.Value is not null).Select(change => KeyValuePair.Create(change.Name, change.Value))));

    private async Task ListAsync(QueryReader query, int limit, string? cursor, CancellationToken cancellationToken)
    {
        try
        {
            Calls = await log.ListAsync(Filter, limit, cursor, cancellationToken);
        }
        catch (FormatException fault)
        {
            query.Refuse("cursor", fault.Message);
        }
    }
}
