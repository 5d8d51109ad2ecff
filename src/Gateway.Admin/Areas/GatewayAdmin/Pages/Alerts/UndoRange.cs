using System.Globalization;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary>The time within which an act acknowledged its alerts, both ends in it. Written as two numbers of unix milliseconds.</summary>
internal sealed record UndoRange(DateTimeOffset From, DateTimeOffset To)
{
    /// <returns>Null when it is not one.</returns>
    public static UndoRange? Read(string? text) =>
        text?.Split('-') is [var from, var to]
        && long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var start)
        && long.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
        && start <= end && end <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? new(DateTimeOffset.FromUnixTimeMilliseconds(start), DateTimeOffset.FromUnixTimeMilliseconds(end))
            : null;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{From.ToUnixTimeMilliseconds()}-{To.ToUnixTimeMilliseconds()}");
}
