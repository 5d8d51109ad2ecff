using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery.Configuration;
using Gateway.Alerting.Delivery.Http;
using Microsoft.Extensions.Configuration;

namespace Gateway.Alerting.Delivery;

/// <summary>The <c>Notifications</c> section.</summary>
public sealed class NotificationsOptions
{
    public const string Section = "Notifications";

    private const int LongestDashboardName = 80;

    /// <summary>Where people reach the admin, for links in messages.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>What messages call this gateway.</summary>
    public string DashboardName { get; set; } = "Gateway Alerts";

    /// <summary>Lets messages go to loopback and private addresses, and over plain http.</summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>Hosts that may stand in a private network, and be spoken to over http, where others may not. Names or addresses, without ports.</summary>
    public List<string> AllowedHosts { get; set; } = [];

    public RetryOptions Retry { get; set; } = new();

    /// <summary>The file of routes; where there is none, they are made in the API.</summary>
    public string Routes { get; set; } = "config/routes.json";

    public PagerDutyOptions PagerDuty { get; set; } = new();

    /// <summary>Channels by id, as written: each type has its own fields.</summary>
    public Dictionary<string, IConfigurationSection> Channels { get; set; } = [];

    /// <summary>The fields of built-in channels that environment names give.</summary>
    internal IReadOnlyDictionary<string, JsonObject> Environment { get; set; } = new Dictionary<string, JsonObject>();

    /// <summary>The channels that are written here or in the environment.</summary>
    public IReadOnlyList<ChannelReading> ReadChannels() => SettingsChannels.Read(Channels, Environment, Hosts with { TrustsMailServers = true });

    /// <summary>Where messages may go.</summary>
    public ReceiverHosts Hosts => new(AllowPrivateNetworks, AllowedHosts);

    /// <summary>The same channels with where they are written.</summary>
    internal IEnumerable<ChannelEntry> ReadEntries() => ReadChannels().Select(reading => new ChannelEntry
    {
        Channel = reading.Channel,
        Fields = reading.Fields,
        Source = Environment.ContainsKey(reading.Channel.Id) && !Channels.Keys.Contains(reading.Channel.Id, StringComparer.OrdinalIgnoreCase) ? ChannelSource.Environment : ChannelSource.Settings,
        Place = SettingsChannels.PlaceOf(reading.Channel.Id, Channels, Environment),
    });

    /// <summary>Every mistake, each naming its key.</summary>
    public IEnumerable<string> Validate()
    {
        foreach (var mistake in ReadChannels().SelectMany(reading => SettingsChannels.Mistakes(reading, Environment)))
        {
            yield return mistake;
        }

        foreach (var host in AllowedHosts.Where(host => Uri.CheckHostName(host.Trim('[', ']')) == UriHostNameType.Unknown))
        {
            yield return $"{Section}:AllowedHosts: '{host}' is not a host; write a name or an address, without port or scheme";
        }

        if (Retry.Schedule.Any(wait => wait < TimeSpan.Zero))
        {
            yield return $"{Section}:Retry:Schedule: waits cannot be negative";
        }

        if (string.IsNullOrWhiteSpace(Routes))
        {
            yield return $"{Section}:Routes: must name a file; it need not exist";
        }

        if (PublicUrl is not null && !IsWeb(PublicUrl))
        {
            yield return $"{Section}:PublicUrl: must be an http or https address";
        }

        if (string.IsNullOrWhiteSpace(DashboardName) || DashboardName.Length > LongestDashboardName)
        {
            yield return $"{Section}:DashboardName: must have 1 to {LongestDashboardName} characters";
        }

        if (PagerDuty.Endpoint is { } endpoint && !(IsWeb(endpoint) && (endpoint.Scheme == Uri.UriSchemeHttps || AllowPrivateNetworks)))
        {
            yield return $"{Section}:PagerDuty:Endpoint: must be an https address (http needs {Section}:AllowPrivateNetworks)";
        }
    }

    private static bool IsWeb(Uri url) => url.IsAbsoluteUri && url.Scheme is ("https" or "http");
}

/// <summary>When failed messages are tried again.</summary>
public sealed class RetryOptions
{
    /// <summary>The waits between tries; empty for the built-in ones (5 s to 6 h).</summary>
    public List<TimeSpan> Schedule { get; set; } = [];

    public RetrySchedule ToSchedule() => Schedule.Count == 0 ? RetrySchedule.Default : new(Schedule);
}

/// <summary>Where PagerDuty is.</summary>
public sealed class PagerDutyOptions
{
    /// <summary>Instead of PagerDuty's own address in either region: a relay, or a test's receiver.</summary>
    public Uri? Endpoint { get; set; }
}
