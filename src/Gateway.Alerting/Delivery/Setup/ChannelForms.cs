using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery.Channels.Webhook;
using Gateway.Alerting.Delivery.Configuration;
using Gateway.Alerting.Delivery.Http;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Delivery.Setup;

/// <summary>Reads channels as people send them and finds every mistake at once, that of an address which messages may not go to included.</summary>
public sealed class ChannelForms(ReceiverHosts hosts, TimeProvider time)
{
    private const string KeyField = "secret";

    /// <summary>For looking up a receiver's name: a form is waiting.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <param name="id">Of the channel.</param>
    /// <param name="draft">As sent.</param>
    /// <param name="present">The channel as it is, for its secrets; null for a new one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<ChannelForm> ReadAsync(string id, ChannelDraft draft, ChannelFields? present, CancellationToken cancellationToken)
    {
        if (!draft.IsReadable)
        {
            return new(new(id, ""), ChannelFields.None, null, draft.Mistakes);
        }

        var named = draft.Text(ChannelDocument.TypeField) ?? (ChannelIds.BuiltIn.Contains(id) ? id : null);
        if (named is null)
        {
            draft.Mistake(ChannelDocument.TypeField, $"is needed; allowed: {string.Join(", ", ChannelTypes.Names)}");
            return new(new(id, ""), ChannelFields.None, null, draft.Mistakes);
        }

        var type = ChannelTypes.Find(named);
        Secret? made = null;
        if (type is not null)
        {
            draft.Normalize(type.Description);
            KeptSecrets.Restore(draft, type.Description, present ?? ChannelFields.None);
            made = type.Name == WebhookType.TypeName ? MakeKey(draft.Config) : null;
        }

        var reading = ChannelReader.Read(id, Flat(draft, type), hosts);
        var mistakes = Mistakes(draft, reading, type);
        mistakes.AddRange(await ForbiddenAsync(reading, mistakes, type, cancellationToken));
        return new(reading.Channel, reading.Fields, made, mistakes);
    }

    private static JsonObject Flat(ChannelDraft draft, IChannelType? type) => new(draft.Common
        .Where(field => field.Key != ChannelDocument.IdField)
        .Concat(type is null ? [] : draft.Config)
        .Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));

    private static List<ChannelMistake> Mistakes(ChannelDraft draft, ChannelReading reading, IChannelType? type)
    {
        ChannelMistake InPlace(ChannelMistake mistake) => mistake with { Field = PathOf(mistake.Field, type) };
        List<ChannelMistake> found = [.. draft.Mistakes];
        // What is masked is no address either, and what is wrong is not missing.
        found.AddRange(reading.Mistakes.Where(mistake => mistake.Field.Length > 0).Select(InPlace).Where(mistake => !draft.Mistakes.Any(other => IsAt(other, mistake.Field))).ToList());
        found.AddRange(reading.Missing.Select(missing => InPlace(missing) with { Message = "is needed" }).Where(mistake => !found.Exists(other => IsAt(other, mistake.Field))).ToList());
        return found;
    }

    /// <summary><c>headers:X-Team</c> is <c>config.headers.X-Team</c>.</summary>
    private static string PathOf(string field, IChannelType? type)
    {
        var path = field.Replace(':', '.');
        return type?.Description.Fields.Any(known => known.Name == path.Split('.')[0]) == true ? ChannelDraft.At(path) : path;
    }

    private static bool IsAt(ChannelMistake mistake, string path) => mistake.Field == path || mistake.Field.StartsWith(path + ".", StringComparison.Ordinal);

    private async Task<IReadOnlyList<ChannelMistake>> ForbiddenAsync(ChannelReading reading, List<ChannelMistake> known, IChannelType? type, CancellationToken cancellationToken)
    {
        var forbidden = new List<ChannelMistake>();
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        foreach (var receiver in reading.Receivers.Where(receiver => !hosts.MayBePrivate(receiver.Host)))
        {
            var path = PathOf(receiver.Field, type);
            try
            {
                if (!known.Exists(mistake => IsAt(mistake, path)) && await GuardedConnection.IsForbiddenAsync(receiver.Host, either.Token))
                {
                    forbidden.Add(new(path, ForbiddenAddressException.Words(receiver.Host)));
                }
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The servers of names are slow today; every try checks it again.
            }
        }

        return forbidden;
    }

    /// <returns>The key that was made, when there was none.</returns>
    private static Secret? MakeKey(JsonObject config)
    {
        if (!string.IsNullOrWhiteSpace(config[KeyField]?.ToString()))
        {
            return null;
        }

        var key = WebhookSecret.Make();
        config[KeyField] = key;
        return new(key);
    }
}

/// <summary>A channel as it was read from what somebody sent.</summary>
internal sealed record ChannelForm(NotificationChannel Channel, ChannelFields Fields, Secret? MadeSecret, IReadOnlyList<ChannelMistake> Mistakes);
