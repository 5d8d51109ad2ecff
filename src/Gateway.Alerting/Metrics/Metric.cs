namespace Gateway.Alerting.Metrics;

/// <summary>One thing a rule can measure. Compared by reference: there is one instance of each.</summary>
public sealed class Metric
{
    internal Metric(string name, string unit, MetricKind kind, string description, string noCalls, IReadOnlyList<Measure> measures, Func<SeriesReader, MetricReading> read)
    {
        (Name, Unit, Kind, Description, NoCalls, Read) = (name, unit, kind, description, noCalls, read);
        var isOfMonth = measures.Contains(Measure.MonthCost);
        var samples = kind != MetricKind.Calendar ? Measure.Requests : isOfMonth ? Measure.MonthRequests : Measure.CalendarRequests;
        Samples = kind switch
        {
            MetricKind.Calendar when isOfMonth => series => series.ThisMonth(Measure.MonthRequests),
            MetricKind.Calendar => series => series.Calendar(Measure.CalendarRequests)?.Today ?? 0,
            MetricKind.Present => series => series.InFlight?.Count ?? series.Requests,
            _ => series => series.Requests,
        };
        Measures = [.. measures.Prepend(samples).Distinct()];
    }

    /// <summary>As rules write it.</summary>
    public string Name { get; }

    /// <summary><c>calls, %, tokens, usd, ms, s, users, models</c> or a rate of these.</summary>
    public string Unit { get; }

    public MetricKind Kind { get; }

    /// <summary>What it is, in a sentence.</summary>
    public string Description { get; }

    /// <summary>What it is when there were no calls.</summary>
    public string NoCalls { get; }

    /// <summary>Days and months have their own length: <c>time_window</c> does not apply.</summary>
    public bool IsCalendar => Kind == MetricKind.Calendar;

    /// <summary>Whether there is a window some time back to compare with: days have their own metric for that, and the present has no past.</summary>
    public bool HasPast => Kind is not (MetricKind.Calendar or MetricKind.Present);

    /// <summary>The measures whose windows it reads.</summary>
    internal IReadOnlyList<Measure> Measures { get; }

    internal Func<SeriesReader, MetricReading> Read { get; }

    /// <summary>How many calls stand behind the value: what <c>min_requests</c> asks for.</summary>
    internal Func<SeriesReader, long> Samples { get; }
}

/// <summary>What sort of number a metric is.</summary>
public enum MetricKind
{
    Count,
    Sum,

    /// <summary>Scaled to a minute or an hour.</summary>
    Rate,
    Percent,
    Average,
    Quantile,
    Maximum,

    /// <summary>How many different ones.</summary>
    Distinct,

    /// <summary>Since midnight, or since the first of the month.</summary>
    Calendar,

    /// <summary>How things stand at this moment.</summary>
    Present,
}

/// <summary>A metric's value, or why there is none.</summary>
public readonly record struct MetricReading(double? Value, string? Reason)
{
    public static MetricReading Of(double value) => new(value, null);

    public static MetricReading Nothing(string reason) => new(null, reason);
}
