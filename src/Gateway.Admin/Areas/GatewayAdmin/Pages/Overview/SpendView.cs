using Gateway.Admin.Words;
using Gateway.Alerting.Analytics;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Overview;

/// <summary>Today's and this month's cost, with where they are heading and the limits that rules set.</summary>
public sealed record SpendView(CostForecast Forecast, Budget? Daily, Budget? Monthly)
{
    /// <summary>How the forecast is made, in words.</summary>
    public string How => Forecast switch
    {
        { TodayAtEnd: null } => "A forecast follows once today has an hour of calls.",
        { Basis: 0 } => "If the rest of today, and every day after it, goes on at today's pace.",
        { Basis: 1 } => "If the rest of today, and every day after it, is like the one day with calls before it, hour for hour.",
        var known => $"If the rest of today, and every day after it, is like the last {known.Basis} days with calls on average, hour for hour.",
    };

    /// <summary>Percent of the limit; <c>_Spend</c> draws it up to 100.</summary>
    public static decimal Used(decimal cost, Budget budget) => 100 * cost / budget.Dollars;

    /// <summary>Such as <c>about $31.20 at its end</c>.</summary>
    public static string AtEnd(decimal? forecast) => forecast is { } dollars ? $"about {Say.Dollars(dollars)} at its end" : "";
}
