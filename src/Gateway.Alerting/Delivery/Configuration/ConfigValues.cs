using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery.Http;
using Gateway.Alerting.Text;

namespace Gateway.Alerting.Delivery.Configuration;

/// <summary>
/// The fields of a channel as written, read one by one. Collects every mistake, what is missing and which fields are secrets; a field that
/// nobody asked for is a mistake too. Names match without regard to case and underscores: <c>SmtpServer</c> is <c>smtp_server</c>.
/// </summary>
public sealed class ConfigValues
{
    private readonly Dictionary<string, JsonNode?> _written = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _spelling = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<ChannelMistake> _mistakes = [];
    private readonly List<ChannelMistake> _missing = [];
    private readonly HashSet<string> _secretFields = new(StringComparer.Ordinal);
    private readonly List<Secret> _secrets = [];
    private readonly List<ChannelReceiver> _receivers = [];

    public ConfigValues(JsonObject written, ReceiverHosts hosts)
    {
        Hosts = hosts;
        foreach (var (name, value) in written)
        {
            _written[Plain(name)] = value;
            _spelling[Plain(name)] = name;
        }
    }

    /// <summary>Which receivers may stand in a private network; those may be spoken to over http.</summary>
    public ReceiverHosts Hosts { get; }

    public IReadOnlyList<ChannelMistake> Mistakes => _mistakes;

    /// <summary>What the channel lacks to be able to send, such as "no recipient", each at its field.</summary>
    public IReadOnlyList<ChannelMistake> Missing => _missing;

    /// <summary>The hosts that it will connect to, as far as they are written.</summary>
    public IReadOnlyList<ChannelReceiver> Receivers => _receivers;

    public IReadOnlyCollection<string> SecretFields => _secretFields;

    /// <summary>The fields that have been asked for, as they are spelt where they are written, else as they were asked for.</summary>
    internal IEnumerable<string> KnownFields => _known.Select(known => _spelling.GetValueOrDefault(known, known));

    /// <summary>Everything that must not get into an error.</summary>
    public IReadOnlyList<Secret> Secrets => _secrets;

    /// <returns>Null when it is absent or blank: an empty environment variable says nothing.</returns>
    public string? Text(string name) => Find(name) switch
    {
        null => null,
        JsonValue value when value.GetValueKind() is not JsonValueKind.Null => Blank(value.ToString()),
        JsonValue => null,
        _ => Refuse<string>(name, "must be text"),
    };

    public Secret? Secret(string name)
    {
        _secretFields.Add(name);
        if (Text(name) is not { } text)
        {
            return null;
        }

        var secret = new Secret(text);
        _secrets.Add(secret);
        return secret;
    }

    /// <summary>An address to send to that anybody may see, but whose path and query stay out of errors.</summary>
    public Uri? Url(string name) => Text(name) is { } text ? Address(name, text) : null;

    /// <summary>An address whose path is a key: all of it is secret.</summary>
    public Secret? SecretUrl(string name) => Secret(name) is { } secret && Address(name, secret.Reveal()) is not null ? secret : null;

    public bool Flag(string name, bool standard) => Text(name) switch
    {
        null => standard,
        { } text when bool.TryParse(text, out var value) => value,
        _ => Refuse(name, "must be true or false", standard),
    };

    public int? Number(string name, int least, int most) => Text(name) switch
    {
        null => null,
        { } text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most => value,
        _ => Refuse(name, $"must be a whole number from {least} to {most}", (int?)null),
    };

    public T Word<T>(string name, T standard)
        where T : struct, Enum => Text(name) switch
        {
            null => standard,
            { } text when EnumWords.TryParse<T>(text, out var value) => value,
            _ => Refuse(name, $"allowed: {EnumWords.Allowed<T>()}", standard),
        };

    /// <summary>A list, or one text with commas.</summary>
    public IReadOnlyList<string> List(string name) => Find(name) switch
    {
        JsonArray array when array.All(item => item is JsonValue) => [.. array.Select(item => item!.ToString())],
        JsonArray or JsonObject => NoList(name),
        _ => Text(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
    };

    /// <summary>Names with values that are all secret, such as headers.</summary>
    public IReadOnlyDictionary<string, string> SecretMap(string name)
    {
        _secretFields.Add(name);
        var map = Find(name) switch
        {
            null => [],
            JsonObject values when values.All(pair => pair.Value is JsonValue) => values
                .GroupBy(pair => pair.Key, pair => pair.Value!.ToString(), StringComparer.OrdinalIgnoreCase)
                .ToDictionary(same => same.Key, same => same.Last(), StringComparer.OrdinalIgnoreCase),
            _ => NoMap(name),
        };
        _secrets.AddRange(map.Values.Where(value => value.Length > 0).Select(value => new Secret(value)));
        return map;
    }

    /// <summary>An object's own fields; their mistakes are told with its name in front.</summary>
    public T? Object<T>(string name, Func<ConfigValues, T?> read)
        where T : class
    {
        if (Find(name) is not { } value)
        {
            return null;
        }

        if (value is not JsonObject fields)
        {
            return Refuse<T>(name, "must be an object of fields");
        }

        var inner = new ConfigValues(fields, Hosts);
        var result = read(inner);
        inner.RefuseUnknown();
        _mistakes.AddRange(inner.Mistakes.Select(mistake => mistake with { Field = $"{name}:{mistake.Field}" }));
        return result;
    }

    public void Require(bool present, string name, string missing)
    {
        if (!present)
        {
            _missing.Add(new(name, missing));
        }
    }

    /// <summary>The name of a server.</summary>
    public string? Host(string name)
    {
        var host = Text(name);
        if (host is not null)
        {
            _receivers.Add(new(name, host));
        }

        return host;
    }

    /// <summary>The value of a field as it was written, in whatever spelling of its name; null when it was not.</summary>
    public JsonNode? Written(string name) => _written.GetValueOrDefault(Plain(name));

    public void Mistake(string name, string message) => _mistakes.Add(new(name, message));

    /// <summary>To be called when every field has been asked for.</summary>
    public void RefuseUnknown()
    {
        foreach (var name in _written.Keys.Where(name => !_known.Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            var names = _known.Select(known => _spelling.GetValueOrDefault(known, known)).Order(StringComparer.Ordinal).ToList();
            Mistake(_spelling[name], $"there is no such field; {NearestName.Hint(_spelling[name], names)}");
        }
    }

    private Uri? Address(string name, string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
        {
            return Refuse<Uri>(name, "must be an https address");
        }

        if (url.Scheme == "http" && !Hosts.MayBePrivate(url.IdnHost))
        {
            return Refuse<Uri>(name, $"must be https (http needs {NotificationsOptions.Section}:AllowPrivateNetworks)");
        }

        _receivers.Add(new(name, url.IdnHost));

        _secrets.Add(new(text));
        return url;
    }

    private string[] NoList(string name)
    {
        Mistake(name, "must be a list of texts");
        return [];
    }

    private Dictionary<string, string> NoMap(string name)
    {
        Mistake(name, "must be an object of names and texts");
        return [];
    }

    private JsonNode? Find(string name)
    {
        var plain = Plain(name);
        _known.Add(plain);
        _spelling.TryAdd(plain, name);
        return _written.GetValueOrDefault(plain);
    }

    private T? Refuse<T>(string name, string message, T? instead = default)
    {
        Mistake(name, message);
        return instead;
    }

    private static string? Blank(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal);
}
