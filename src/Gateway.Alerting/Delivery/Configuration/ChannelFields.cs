using System.Globalization;
using System.Text.Json.Nodes;

namespace Gateway.Alerting.Delivery.Configuration;

/// <summary>The fields of a channel's <c>config</c> as they were written, secrets included; what it shows of itself has none of them. Immutable.</summary>
public sealed class ChannelFields
{
    private readonly ChannelDescription? _description;
    private readonly JsonObject _written;

    private ChannelFields(ChannelDescription? description, JsonObject written) => (_description, _written) = (description, written);

    public static ChannelFields None { get; } = new(null, []);

    /// <summary>The fields that somebody wrote, in the order of the description.</summary>
    public static ChannelFields Of(ChannelDescription description, ConfigValues values) => new(
        description,
        new(description.Fields
            .Select(field => KeyValuePair.Create(field.Name, Plain(field, values.Written(field.Name))))
            .Where(field => field.Value is not null)));

    /// <summary>What may be stored in the clear.</summary>
    public JsonObject Open => Only(known => !known.IsProtected);

    /// <summary>What is stored encrypted.</summary>
    internal JsonObject Protected => Only(known => known.IsProtected);

    /// <summary>The value of a field as it was written; null when it was not.</summary>
    internal JsonNode? this[string name] => _written[name];

    /// <summary>As people see it: secrets masked, and of addresses only the host unless <paramref name="withAddresses"/>.</summary>
    public JsonObject Show(bool withAddresses) => new((_description?.Fields ?? [])
        .Where(field => _written.ContainsKey(field.Name))
        .Select(field => KeyValuePair.Create(field.Name, Shown(field, _written[field.Name]!, withAddresses))));

    /// <summary>The names of the fields that differ.</summary>
    public IEnumerable<string> DifferencesTo(ChannelFields other) =>
        (_description?.Fields ?? []).Select(field => field.Name).Where(name => !JsonNode.DeepEquals(_written[name], other._written[name]));

    /// <summary>Never the values.</summary>
    public override string ToString() => string.Join(", ", _written.Select(field => field.Key));

    private JsonObject Only(Func<ChannelField, bool> wanted) => new((_description?.Fields ?? [])
        .Where(field => wanted(field) && _written.ContainsKey(field.Name))
        .Select(field => KeyValuePair.Create(field.Name, _written[field.Name]?.DeepClone())));

    private static JsonNode? Shown(ChannelField field, JsonNode value, bool withAddresses) => (field.Kind, value) switch
    {
        (FieldKind.Secret, _) => Mask(value),
        (FieldKind.SecretMap, JsonObject map) => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Mask(pair.Value!)))),
        (FieldKind.Url, _) when !withAddresses => Uri.TryCreate(value.ToString(), UriKind.Absolute, out var url) ? $"{url.Scheme}://{url.Authority}/…" : Mask(value),
        _ => value.DeepClone(),
    };

    private static string Mask(JsonNode value) => new Secret(value.ToString()).ToString();

    /// <summary>Settings know only texts: here a number is a number, and a list with commas is a list. What does not fit stays as it is; the reader tells of it.</summary>
    private static JsonNode? Plain(ChannelField field, JsonNode? value) => (field.Kind, value) switch
    {
        (_, null) => null,
        (FieldKind.SecretMap, JsonObject { Count: 0 }) => null,
        (not FieldKind.List, JsonValue) when string.IsNullOrWhiteSpace(value.ToString()) => null,
        (FieldKind.Number, JsonValue) when int.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        (FieldKind.Flag, JsonValue) when bool.TryParse(value.ToString(), out var flag) => flag,
        (FieldKind.List, JsonValue) => new JsonArray([.. value.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(text => (JsonNode)text)]),
        _ => value.DeepClone(),
    };
}
