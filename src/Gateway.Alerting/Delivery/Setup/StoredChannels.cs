using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery.Configuration;
using Gateway.Alerting.Delivery.Http;
using Gateway.Alerting.Storage;

namespace Gateway.Alerting.Delivery.Setup;

/// <summary>Channels between the database and the directory. One that can no longer be used stays, not configured, and says why.</summary>
public sealed class StoredChannels(IChannelStore store, ISecretProtection protection, ReceiverHosts hosts)
{
    /// <summary>What a channel lacks whose secrets cannot be decrypted.</summary>
    public const string KeysLost = "its secrets cannot be decrypted, for the keys beside the database were lost or replaced; enter them again";

    /// <exception cref="System.Data.Common.DbException">The database does not answer.</exception>
    public IReadOnlyList<ChannelEntry> Load() => [.. store.Load().Select(Read)];

    /// <summary>What is stored of a channel.</summary>
    internal StoredChannel Write(NotificationChannel channel, ChannelFields fields, string by, DateTimeOffset at)
    {
        var secrets = fields.Protected;
        return new(
            channel.Id,
            ChannelDocument.Write(channel, fields.Open).ToJsonString(GatewayJson.Options),
            secrets.Count == 0 ? "" : protection.Protect(channel.Id, secrets.ToJsonString(GatewayJson.Options)),
            by,
            at);
    }

    /// <summary>The channel as it comes back from the database.</summary>
    internal ChannelEntry Read(StoredChannel stored)
    {
        var secrets = stored.Secrets.Length == 0 ? "{}" : protection.Unprotect(stored.Id, stored.Secrets);
        var written = ChannelDocument.Flatten(Parse(stored.Document), secrets is null ? [] : Parse(secrets));
        var reading = ChannelReader.Read(stored.Id, written, hosts);
        return new()
        {
            Channel = WhyNot(reading, isLost: secrets is null) is { } why ? reading.Channel with { Config = null, Missing = why } : reading.Channel,
            Fields = reading.Fields,
            Source = ChannelSource.Api,
            UpdatedBy = stored.By,
            UpdatedAt = stored.At,
            StoredVersion = stored.Version,
        };
    }

    /// <summary>What was right when it was stored need not be now: a setting may forbid its address since.</summary>
    private static string? WhyNot(ChannelReading reading, bool isLost) => isLost
        ? KeysLost
        : reading.Mistakes.Where(mistake => mistake.Field.Length > 0).Select(mistake => $"{mistake.Field} {mistake.Message}").FirstOrDefault();

    private static JsonObject Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            // Somebody else wrote into the database: the channel then lacks everything, and says so.
            return [];
        }
    }
}
