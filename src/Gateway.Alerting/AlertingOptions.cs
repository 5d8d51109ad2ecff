namespace Gateway.Alerting;

/// <summary>The <c>Alerting</c> section.</summary>
public sealed class AlertingOptions
{
    public const string Section = "Alerting";

    public static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(50);
    public static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);

    /// <summary>Where the embedded database is.</summary>
    public string Database { get; set; } = "Data Source=data/gateway.db";

    /// <summary>The folder of rule files.</summary>
    public string Rules { get; set; } = "config/rules";

    /// <summary>The price book's file.</summary>
    public string Prices { get; set; } = "config/prices.json";

    /// <summary>How often rules are judged: the sooner, the more work. From 50 ms to 1 min.</summary>
    public TimeSpan EvaluationInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>IANA name of the zone in which days and months begin.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>How long things are kept; read and checked by <see cref="Storage.RetentionOptions"/>.</summary>
    public Dictionary<string, string> Retention { get; set; } = [];

    public TimeZoneInfo FindZone() => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
}
