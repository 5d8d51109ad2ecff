using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Delivery;

/// <summary>The <c>Notifications</c> section.</summary>
public sealed class NotificationsOptions
{
    public const string Section = "Notifications";

    /// <summary>Where people reach the admin, for links in messages.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Lets webhooks go to loopback and private addresses, and over plain http.</summary>
    public bool AllowPrivateNetworks { get; set; }

    public RetryOptions Retry { get; set; } = new();

    /// <summary>Channels by id.</summary>
    public Dictionary<string, ChannelOptions> Channels { get; set; } = [];

    /// <summary>Every mistake, each naming its key.</summary>
    public IEnumerable<string> Validate() =>
        Channels.SelectMany(channel => channel.Value.Validate(channel.Key, AllowPrivateNetworks))
            .Concat(Retry.Schedule.Any(wait => wait < TimeSpan.Zero) ? [$"{Section}:Retry:Schedule: waits cannot be negative"] : []);
}

/// <summary>When failed messages are tried again.</summary>
public sealed class RetryOptions
{
    /// <summary>The waits between tries; empty for the built-in ones (5 s to 6 h).</summary>
    public List<TimeSpan> Schedule { get; set; } = [];

    public RetrySchedule ToSchedule() => Schedule.Count == 0 ? RetrySchedule.Default : new(Schedule);
}

/// <summary>One channel of the settings. Webhooks are the only kind that can be configured.</summary>
public sealed class ChannelOptions
{
    public string Type { get; set; } = "webhook";

    public string Url { get; set; } = "";

    /// <summary><c>whsec_…</c>; several, newest first and separated by blanks, while a key is being rotated.</summary>
    public string Secret { get; set; } = "";

    public Dictionary<string, string> Headers { get; set; } = [];

    public bool SendResolved { get; set; } = true;

    public NotificationChannel ToChannel(string id) =>
        new(id, Type, new(new(Url), [.. Secrets().Select(WebhookSecret.Parse)], Headers), SendResolved);

    public IEnumerable<string> Validate(string id, bool allowPrivateNetworks)
    {
        var key = $"{NotificationsOptions.Section}:Channels:{id}";
        if (ChannelIds.BuiltIn.Contains(id))
        {
            yield return $"{key}: '{id}' is a built-in channel; choose another id";
        }

        if (Type != "webhook")
        {
            yield return $"{key}:Type: '{Type}' is not allowed; allowed: webhook";
        }

        if (!Uri.TryCreate(Url, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
        {
            yield return $"{key}:Url: must be an https address";
        }
        else if (url.Scheme == "http" && !allowPrivateNetworks)
        {
            yield return $"{key}:Url: must be https (http needs {NotificationsOptions.Section}:AllowPrivateNetworks)";
        }

        foreach (var (name, _) in Headers.Where(header => !IsHeader(header.Key, header.Value)))
        {
            yield return $"{key}:Headers:{name}: must be a header name, and a value of printable ASCII on one line";
        }

        if (Secrets().Length == 0 || Secrets().Any(secret => !WebhookSecret.TryParse(secret, out _)))
        {
            yield return $"{key}:Secret: must be 'whsec_' and 24 to 64 bytes in base64, such as the output of: echo whsec_$(openssl rand -base64 32)";
        }
    }

    /// <summary>A line break in a value would begin another header.</summary>
    private static bool IsHeader(string name, string value) =>
        name.Length > 0 && name.All(character => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character, StringComparison.Ordinal))
        && value.All(character => character is >= ' ' and <= '~' or '\t');

    private string[] Secrets() => Secret.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
