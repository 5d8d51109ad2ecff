using Gateway.Admin.Words;
using Gateway.Alerting;
using Gateway.Alerting.Analytics;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Analytics;

/// <summary>The largest groups of one dimension, with their shares of all.</summary>
internal sealed record TopTable(CallDimension Dimension, AnalyticsComparison Comparison, CallTotals Whole, IndexModel Page)
{
    /// <summary>The sums that its columns show.</summary>
    public const CallSumParts Needs = CallSumParts.Cost | CallSumParts.Outcomes | CallSumParts.Latency;

    public string Word => Say.Words(EnumWords.Of(Dimension));

    /// <summary>Asked for with all its groups.</summary>
    public bool IsWhole => Page.Top == EnumWords.Of(Dimension);

    public bool HasQuantiles => Dimension is CallDimension.Provider or CallDimension.Model;

    /// <summary>Of the cost; of the calls while nothing has a price.</summary>
    public double Share(AnalyticsChange row) => Whole.Sums.Cost.Value > 0
        ? 100.0 * row.Now.Sums.Cost.Value / Whole.Sums.Cost.Value
        : 100.0 * row.Now.Sums.Calls / Math.Max(1, Whole.Sums.Calls);
}
