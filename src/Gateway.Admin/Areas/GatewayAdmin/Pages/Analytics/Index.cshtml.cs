using System.Globalization;
using Gateway.Admin.Http;
using Gateway.Admin.Words;
using Gateway.Alerting;
using Gateway.Alerting.Analytics;
using Gateway.Alerting.Time;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Analytics;

/// <summary><c>/admin/analytics</c>: spend, traffic, speed and errors over time, and who and what they come from. Everything is in the URL.</summary>
public sealed class IndexModel(AnalyticsDesk desk, ReaderZone reader, TimeProvider time) : PageModel
{
    private const string StandardMetric = "total_cost";
    private const int Lines = 6;
    private const int TopRows = 8;

    /// <summary>More groups than people can read.</summary>
    private const int MostTopRows = 500;

    private static readonly CallDimension[] TopDimensions = [CallDimension.Model, CallDimension.Provider, CallDimension.User, CallDimension.Team, CallDimension.ApiKey];

    /// <summary>What cannot be read in the URL, in words.</summary>
    public IReadOnlyList<string> Mistakes { get; private set; } = [];

    public AnalyticsScope Scope { get; private set; } = null!;

    /// <summary>The chosen range, or <c>custom</c>.</summary>
    public string Range { get; private set; } = "";

    public AnalyticsMetric Metric { get; private set; } = null!;

    public CallDimension? GroupBy { get; private set; }

    public CallInterval Interval { get; private set; }

    public AnalyticsChange Total { get; private set; } = null!;

    public AnalyticsSeries Series { get; private set; } = null!;

    public IReadOnlyList<CallTotals> Hours { get; private set; } = [];

    internal IReadOnlyList<TopTable> Tops { get; private set; } = [];

    /// <summary>The dimension whose table has all its groups, as the URL names it; empty for none.</summary>
    public string Top { get; private set; } = "";

    public bool IsEmpty => Total.Now.Sums.Calls == 0;

    public string What => Say.Metric(Metric.Name) + (GroupBy is { } dimension ? $" by {Say.Words(EnumWords.Of(dimension))}" : "");

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Read();
        var total = desk.ChangeAsync(Scope, cancellationToken);
        var series = desk.SeriesAsync(Scope, Metric, Interval, GroupBy, Lines, cancellationToken);
        var hours = desk.HoursOfDayAsync(Scope, Metric, cancellationToken);
        var tops = Task.WhenAll((Scope.Filters.ContainsKey(CallDimension.Tag) ? [] : TopDimensions).Select(dimension =>
            desk.CompareAsync(Scope, dimension, EnumWords.Of(dimension) == Top ? MostTopRows : TopRows, withBefore: true, TopTable.Needs, cancellationToken)));
        await Task.WhenAll(total, series, hours, tops);

        (Total, Series) = (await total, await series);
        if (IsEmpty)
            return;

        Hours = await hours;
        Tops = [.. TopDimensions.Zip(await tops, (dimension, comparison) => new TopTable(dimension, comparison, Total.Now, this))];
    }

    /// <summary>This page with some parameters changed; null takes one away.</summary>
    public string UrlWith(params (string Name, string? Value)[] changes) => QueryHelpers.AddQueryString(Url.Content("~/admin/analytics"), Parameters(changes));

    /// <summary>Dragging over the chart: the script puts both ends in.</summary>
    public string ZoomUrl => UrlWith(("range", AnalyticsRange.Custom), ("from", null), ("to", null)) + "&from={from}&to={to}";

    public string ExportUrl(string format) => QueryHelpers.AddQueryString(Url.Content("~/api/analytics/export"), Given(
    [
        ("format", format), ("interval", EnumWords.Of(Interval)), ("group_by", GroupBy is { } dimension ? EnumWords.Of(dimension) : null),
        ("from", UtcInstantConverter.Text(Scope.From)), ("to", UtcInstantConverter.Text(Scope.To)), ("time_zone", Scope.Zone.Id),
        .. Scope.Filters.Select(filter => (EnumWords.Of(filter.Key), (string?)filter.Value)),
    ]));

    /// <summary>The calls behind a row.</summary>
    public string CallsUrl(CallDimension dimension, string value) => QueryHelpers.AddQueryString(Url.Content("~/admin/calls"), Given(
        [(EnumWords.Of(dimension), value), ("from", UtcInstantConverter.Text(Scope.From)), ("to", UtcInstantConverter.Text(Scope.To))]));

    /// <summary>When a bucket begins, by the wall clock.</summary>
    public string When(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Scope.Zone).ToString(
        Interval is CallInterval.Day or CallInterval.Week ? "ddd d MMM" : "ddd d MMM, HH:mm", CultureInfo.InvariantCulture);

    public string Day(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Scope.Zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private void Read()
    {
        var query = PageQuery.Of(Request);
        var zone = Zone(query);
        var filters = Enum.GetValues<CallDimension>()
            .Select(dimension => (Dimension: dimension, Glob: query.Text(EnumWords.Of(dimension))))
            .Where(filter => filter.Glob is not null)
            .ToDictionary(filter => filter.Dimension, filter => filter.Glob!);
        Range = query.OneOf("range", AnalyticsRange.Standard.Key, [.. AnalyticsRange.All.Select(range => range.Key), AnalyticsRange.Custom]);
        var own = Range == AnalyticsRange.Custom ? AnalyticsRange.Own(query, time.GetUtcNow(), zone, filters) : null;
        var named = AnalyticsRange.All.FirstOrDefault(range => range.Key == Range) ?? AnalyticsRange.Standard;
        Scope = own ?? named.Scope(time.GetUtcNow(), zone, filters);
        GroupBy = query.OneOf("group_by", "model", ["none", .. Enum.GetValues<CallDimension>().Select(EnumWords.Of)]) is var word && EnumWords.TryParse<CallDimension>(word, out var group) ? group : null;
        var byTag = GroupBy == CallDimension.Tag || Scope.Filters.ContainsKey(CallDimension.Tag);
        Metric = AnalyticsMetric.Find(query.OneOf("metric", StandardMetric, [.. AnalyticsMetric.All.Select(metric => metric.Name)]))!;
        Interval = AnalyticsQuery.Suitable(Scope.To - Scope.From, byTag);
        Top = query.OneOf("top", "", [.. TopDimensions.Select(EnumWords.Of)]);
        Refuse(query);
        query.RefuseOthers(["range", "from", "to", "time_zone", "metric", "group_by", "top", .. Enum.GetValues<CallDimension>().Select(EnumWords.Of)]);
        Mistakes = [.. query.Mistakes];
    }

    /// <summary>Combinations that no sums are kept for: the page shows what there is, and says so.</summary>
    private void Refuse(QueryReader query)
    {
        if (Scope.Filters.ContainsKey(CallDimension.Tag) && (Scope.Filters.Count > 1 || GroupBy is not (null or CallDimension.Tag)))
        {
            query.Refuse("tag", "cannot be combined with other filters or groups; shown is the tag alone");
            Scope = Scope with { Filters = new Dictionary<CallDimension, string> { [CallDimension.Tag] = Scope.Filters[CallDimension.Tag] } };
            GroupBy = null;
        }
        else if (GroupBy == CallDimension.Tag && Scope.Filters.Keys.Any(dimension => dimension != CallDimension.Tag))
        {
            query.Refuse("group_by", "tag cannot be combined with other filters; shown is the whole");
            GroupBy = null;
        }

        if (Metric.IsQuantile && !new CallTotalsQuery { Bounds = [], GroupBy = GroupBy, Filters = Scope.Filters }.HasQuantiles)
        {
            query.Refuse("metric", $"{Metric.Name} is kept by provider and model only; shown is the average");
            Metric = AnalyticsMetric.Find(Metric.Name.EndsWith("ttft", StringComparison.Ordinal) ? "avg_ttft" : "avg_latency")!;
        }
    }

    /// <summary>Asked for, or the reader's.</summary>
    private TimeZoneInfo Zone(QueryReader query)
    {
        if (query.Text("time_zone") is { } name)
        {
            if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var asked))
                return asked;
            query.Refuse("time_zone", $"must be an IANA time zone such as Europe/Berlin, was \"{name}\"");
        }

        return reader.Of(HttpContext);
    }

    private IEnumerable<KeyValuePair<string, string?>> Parameters((string Name, string? Value)[] changes)
    {
        var now = Request.Query.Where(pair => pair.Key != "handler").ToDictionary(pair => pair.Key, pair => (string?)pair.Value.ToString());
        foreach (var (name, value) in changes)
            now[name] = value;
        return Given([.. now.Select(pair => (pair.Key, pair.Value))]);
    }

    private static IEnumerable<KeyValuePair<string, string?>> Given((string Name, string? Value)[] parts) =>
        parts.Where(part => !string.IsNullOrWhiteSpace(part.Value)).Select(part => KeyValuePair.Create(part.Name, part.Value));
}
