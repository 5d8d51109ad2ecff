using System.Reflection;
using Gateway.Alerting;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Alerting.Telemetry;
using Gateway.Alerting.Time;
using Microsoft.Extensions.Options;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Settings;

/// <summary>What this gateway runs with. Nothing of it can be changed here.</summary>
internal sealed class SystemFacts(SqliteDatabase database, RetentionOptions retention, LocalDays calendar, IOptions<AlertingOptions> settings, RuleSetProvider rules, SystemHealth health)
{
    public static string Version { get; } =
        typeof(SystemFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    public string DatabaseFile => database.FilePath;

    /// <summary>In megabytes.</summary>
    public string DatabaseSize => (database.Size / 1_000_000d).ToString("#,##0.0", System.Globalization.CultureInfo.InvariantCulture) + " MB";

    public string TimeZone => calendar.Zone.Id;

    public string RuleFolder => settings.Value.Rules;

    public string PriceFile => settings.Value.Prices;

    public int RulesOfFiles => rules.Entries.All.Count(entry => entry.IsFromFile);

    public int RulesMadeHere => rules.Entries.All.Count(entry => !entry.IsFromFile);

    /// <summary>What of the configuration is not in use, in words; empty when all is.</summary>
    public IEnumerable<PartHealth> Warnings => health.Parts.Where(part => part.State != HealthState.Healthy && part.Name is (HealthParts.Rules or HealthParts.Prices));

    public IEnumerable<(string What, string Kept)> Retention =>
    [
        ("Calls", Days(retention.Calls)),
        ("Sums per minute", Days(retention.Minutes)),
        ("Sums per hour", Days(retention.Hours)),
        ("Resolved alerts", Days(retention.Alerts)),
    ];

    private static string Days(TimeSpan time) => time.Ticks % TimeSpan.TicksPerDay == 0 && time.Days != 1 ? $"{time.Days} days" : DurationText.Words(time);
}
