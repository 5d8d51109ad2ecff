using Gateway.Alerting.Analytics;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>A dimension in the tables of parts, with its column in the full sums.</summary>
internal sealed record CallPart(int Code, string Column, CallDimension? Dimension)
{
    /// <summary>Not split at all.</summary>
    public static CallPart Whole { get; } = new(0, "0", null);

    public static IReadOnlyList<CallPart> All { get; } =
    [
        Whole,
        new(1, "provider", CallDimension.Provider),
        new(2, "model", CallDimension.Model),
        new(3, "route", CallDimension.Route),
        new(4, "api_key", CallDimension.ApiKey),
        new(5, "user", CallDimension.User),
        new(6, "team", CallDimension.Team),
    ];

    public static CallPart Of(CallDimension? dimension) => All.Single(part => part.Dimension == dimension);
}
