using System.ComponentModel.DataAnnotations;

namespace Gateway.Alerting;

/// <summary>The <c>Alerting</c> section.</summary>
public sealed class AlertingOptions
{
    public const string Section = "Alerting";

    /// <summary>Where the embedded database is.</summary>
    [Required]
    public string Database { get; set; } = "Data Source=data/gateway.db";

    /// <summary>The folder of rule files.</summary>
    [Required]
    public string Rules { get; set; } = "config/rules";

    /// <summary>The price book's file.</summary>
    [Required]
    public string Prices { get; set; } = "config/prices.json";

    /// <summary>How often rules are judged: the sooner, the more work. From 50 ms to 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan EvaluationInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>IANA name of the zone in which days and months begin.</summary>
    [Required]
    public string TimeZone { get; set; } = "UTC";

    /// <summary>How long things are kept; read and checked by <see cref="Storage.RetentionOptions"/>.</summary>
    public Dictionary<string, string> Retention { get; set; } = [];

    /// <summary>A method, because validation reads every property.</summary>
    public TimeZoneInfo FindZone() => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
}
