namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Builder;

/// <summary>How far back a rule is tried.</summary>
/// <param name="Key">As the field says it.</param>
/// <param name="Length">How long that is.</param>
/// <param name="Word">For people, behind "in".</param>
internal sealed record HistoryRange(string Key, TimeSpan Length, string Word)
{
    public static IReadOnlyList<HistoryRange> All { get; } =
    [
        new("1h", TimeSpan.FromHours(1), "1 hour"),
        new("6h", TimeSpan.FromHours(6), "6 hours"),
        new("24h", TimeSpan.FromDays(1), "24 hours"),
        new("7d", TimeSpan.FromDays(7), "7 days"),
        new("30d", TimeSpan.FromDays(30), "30 days"),
    ];

    public static HistoryRange Standard { get; } = All[2];

    public static HistoryRange Find(string? key) => All.FirstOrDefault(range => range.Key == key) ?? Standard;
}
