using Gateway.Alerting.Time;
using Microsoft.Extensions.Configuration;

namespace Gateway.Alerting.Storage;

/// <summary>How long things are kept: section <c>Alerting:Retention</c>, written like <c>30d</c>; a bare number means days.</summary>
public sealed record RetentionOptions
{
    public const string Section = "Alerting:Retention";

    /// <summary>Single calls, by start.</summary>
    public TimeSpan Calls { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Sums per minute.</summary>
    public TimeSpan Minutes { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Sums per hour.</summary>
    public TimeSpan Hours { get; init; } = TimeSpan.FromDays(730);

    /// <summary>Resolved alerts with their timelines and deliveries.</summary>
    public TimeSpan Alerts { get; init; } = TimeSpan.FromDays(365);

    private static TimeSpan Shortest => TimeSpan.FromHours(1);

    /// <summary>Reads the section; what is absent keeps its default.</summary>
    /// <exception cref="FormatException">Every mistake at once, each with its key, its value and what is allowed.</exception>
    public static RetentionOptions Read(IConfiguration configuration)
    {
        var mistakes = new List<string>();
        var options = new RetentionOptions();
        foreach (var entry in configuration.GetSection(Section).GetChildren())
        {
            if (!DurationText.TryParse(entry.Value, TimeSpan.FromDays(1), out var kept, out var error))
                mistakes.Add($"{Section}:{entry.Key} {error}");
            else if (kept < Shortest)
                mistakes.Add($"{Section}:{entry.Key} must be at least {DurationText.Format(Shortest)}, was \"{entry.Value}\"");
            else
                options = options.With(entry.Key, kept, mistakes);
        }

        return mistakes.Count == 0 ? options : throw new FormatException(string.Join(Environment.NewLine, mistakes));
    }

    private RetentionOptions With(string key, TimeSpan kept, List<string> mistakes)
    {
        switch (key.ToUpperInvariant())
        {
            case "CALLS": return this with { Calls = kept };
            case "MINUTES": return this with { Minutes = kept };
            case "HOURS": return this with { Hours = kept };
            case "ALERTS": return this with { Alerts = kept };
            default:
                mistakes.Add($"{Section}:{key} is not a setting; allowed are Calls, Minutes, Hours and Alerts");
                return this;
        }
    }
}
