using System.Globalization;
using Gateway.Alerting.History;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;

/// <summary>A rule's last 24 hours as a strip of bars, in units of an SVG. The height says what an hour was, so that the colour is not needed.</summary>
/// <remarks>Hours in which nothing happened are one path each kind: with fifty rules on a page an element for every hour would be most of it.</remarks>
internal sealed class RuleStrip(RuleDay day)
{
    public const int Height = 20;
    private const int Pitch = 6;
    private const int BarWidth = 5;

    public static int Width => RuleDay.Length * Pitch;

    /// <summary>Hours with calls and without a firing.</summary>
    public string Quiet => Ticks(hour => IsSilent(hour) && hour.HasCalls, 4);

    /// <summary>Hours without any call.</summary>
    public string NoCalls => Ticks(hour => IsSilent(hour) && !hour.HasCalls, 1);

    /// <summary>One bar for each hour with a firing.</summary>
    public IEnumerable<StripBar> Bars => day.Hours.Index()
        .Where(entry => !IsSilent(entry.Item))
        .Select(entry => new StripBar(entry.Index * Pitch, BarWidth, entry.Item.Fired > 0 ? Height : Height / 2, entry.Item.Fired > 0, Words(entry.Item)));

    /// <summary>The same in words.</summary>
    public string Text
    {
        get
        {
            var loud = day.Hours.Where(hour => !IsSilent(hour)).Select(Words).ToList();
            var idle = day.Hours.Count(hour => IsSilent(hour) && !hour.HasCalls);
            return "Last 24 hours: " + (loud.Count == 0 ? "no firing" : string.Join("; ", loud)) + (idle == 0 ? "" : $"; no calls in {idle} of the hours");
        }
    }

    /// <summary>The sum, for the eye.</summary>
    public string Summary => (day.Fired, day.Suppressed) switch
    {
        (0, 0) => day.Hours.All(hour => !hour.HasCalls) ? "no calls" : "quiet",
        (var fired, 0) => $"{fired} fired",
        (var fired, var held) => $"{fired} fired, {held} held back",
    };

    private static bool IsSilent(RuleHour hour) => hour is { Fired: 0, Suppressed: 0 };

    private static string Words(RuleHour hour)
    {
        var at = hour.Start.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);
        var held = hour.Suppressed == 0 ? "" : $"{(hour.Fired == 0 ? "" : ", ")}{hour.Suppressed} held back";
        return $"from {at} UTC {(hour.Fired == 0 ? "" : $"{hour.Fired} fired")}{held}";
    }

    private string Ticks(Func<RuleHour, bool> which, int height) => string.Concat(
        day.Hours.Index().Where(entry => which(entry.Item)).Select(entry => $"M{entry.Index * Pitch} {Height - height}h{BarWidth}v{height}h-{BarWidth}z"));
}

/// <summary>One hour with a firing.</summary>
internal sealed record StripBar(int X, int Width, int Height, bool Fired, string Words);
