using Gateway.Alerting.Delivery.Configuration;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Storage;

namespace Gateway.Alerting.Delivery.Setup;

/// <summary>
/// What people do to channels. Changes are made one at a time; each is stored with who and when, and then in force for the next message.
/// Channels of settings and environment are not changed here.
/// </summary>
/// <remarks>A database that does not answer is an exception, and nothing has changed then.</remarks>
public sealed class ChannelDesk(IChannelStore store, StoredChannels stored, ChannelDirectory channels, ChannelForms forms, ChannelUses uses, ChannelRenewal renewal, TimeProvider time) : IDisposable
{
    /// <summary>More are no help to anybody.</summary>
    public const int MostChannels = 500;

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    /// <param name="json">One channel. Without an <c>id</c> it gets a free one, made from its name.</param>
    /// <param name="by">Who makes it.</param>
    /// <param name="cancellationToken">Gives up, as long as nothing is stored.</param>
    public Task<ChannelChange> CreateAsync(string json, string by, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            var draft = ChannelDraft.Parse(json);
            var id = ChannelIdText.Read(draft, channels);
            var form = await forms.ReadAsync(id ?? "new", draft, null, cancellationToken);
            if (form.Mistakes.Count > 0)
            {
                return ChannelChange.Invalid(form.Mistakes);
            }

            if (channels.FindEntry(id!) is { Source: not ChannelSource.BuiltIn } taken)
            {
                return ChannelChange.Conflict($"There is already a channel '{taken.Id}'. Change that one, or choose another id.");
            }

            return channels.All.Count >= MostChannels
                ? ChannelChange.Conflict($"There are {channels.All.Count} channels, and {MostChannels} are allowed: delete one first.")
                : await SaveAsync(form, "channel.created", $"type {form.Channel.Type}", by, cancellationToken);
        },
        cancellationToken);

    /// <summary>What is left out of the secrets stays as it is; everything else is what <paramref name="json"/> says. A built-in channel that is not set up is so by this.</summary>
    /// <param name="id">Which channel.</param>
    /// <param name="json">What it shall be, whole.</param>
    /// <param name="seen">The versions that the change may be made to; null for any.</param>
    /// <param name="by">Who changes it.</param>
    /// <param name="cancellationToken">Gives up, as long as nothing is stored.</param>
    public Task<ChannelChange> ReplaceAsync(string id, string json, IReadOnlyCollection<long>? seen, string by, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            if (Refuse(id, seen) is { } refused)
            {
                return refused;
            }

            var present = channels.FindEntry(id)!;
            var draft = ChannelDraft.Parse(json);
            CheckIdentity(draft, present);
            var form = await forms.ReadAsync(present.Id, draft, present.Fields, cancellationToken);
            if (form.Mistakes.Count > 0)
            {
                return ChannelChange.Invalid(form.Mistakes);
            }

            return await SaveAsync(form, "channel.updated", ChannelDifference.Words(present, form), by, cancellationToken);
        },
        cancellationToken);

    /// <summary>Switches a channel on or off. What waits for one that is off is skipped.</summary>
    public Task<ChannelChange> ToggleAsync(string id, IReadOnlyCollection<long>? seen, string by, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            if (Refuse(id, seen) is { } refused)
            {
                return refused;
            }

            var present = channels.FindEntry(id)!;
            if (present.Channel.Config is null)
            {
                return ChannelChange.Conflict($"Channel '{present.Id}' is {present.Channel.WhyNotConfigured}. Set it up first.");
            }

            var toggled = present.Channel with { IsEnabled = !present.Channel.IsEnabled };
            return await SaveAsync(new(toggled, present.Fields, null, []), toggled.IsEnabled ? "channel.switched_on" : "channel.switched_off", "", by, cancellationToken);
        },
        cancellationToken);

    /// <summary>A channel that rules or routes name is not deleted. A built-in one is not configured afterwards.</summary>
    public Task<ChannelChange> DeleteAsync(string id, IReadOnlyCollection<long>? seen, string by, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            if (Refuse(id, seen) is { } refused)
            {
                return refused;
            }

            var present = channels.FindEntry(id)!;
            if (present.Source == ChannelSource.BuiltIn)
            {
                return ChannelChange.Conflict($"Channel '{present.Id}' always exists, and nobody has set it up: there is nothing to delete.");
            }

            if ((await uses.FindAsync(cancellationToken)).GetValueOrDefault(present.Id) is { } use)
            {
                return ChannelChange.Conflict($"Channel '{present.Id}' is used by {use.Words()}. Change those first, or switch the channel off.");
            }

            await store.DeleteAsync(present.Id, by, time.GetUtcNow(), cancellationToken);
            channels.Remove(present.Id);
            await renewal.RenewAsync(present.Id, CancellationToken.None);
            return new(RuleChangeResult.Done);
        },
        cancellationToken);

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<T> InTurnAsync<T>(Func<Task<T>> change, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            return await change();
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private ChannelChange? Refuse(string id, IReadOnlyCollection<long>? seen) => channels.FindEntry(id) switch
    {
        null => ChannelChange.NotFound(id),
        { IsReadOnly: true } entry => ChannelChange.Conflict($"Channel '{entry.Id}' is set up by {entry.Place ?? "the settings"}: change it there, and restart the gateway."),
        { Version: { } version } entry when seen?.Contains(version) == false => ChannelChange.Stale(entry),
        _ => null,
    };

    /// <summary>Type and id stay; they may be left out or repeated.</summary>
    private static void CheckIdentity(ChannelDraft draft, ChannelEntry present)
    {
        if (draft.Text(ChannelDocument.IdField) is { } id && ChannelIds.Canonical(id) != present.Id)
        {
            draft.Mistake(ChannelDocument.IdField, $"must be '{present.Id}', or absent: a channel keeps its id");
        }

        if (draft.Text(ChannelDocument.TypeField) is { } type && type != present.Channel.Type)
        {
            draft.Mistake(ChannelDocument.TypeField, $"must be '{present.Channel.Type}', or absent: a channel keeps its type");
        }

        draft.Common[ChannelDocument.TypeField] = present.Channel.Type;
    }

    private async Task<ChannelChange> SaveAsync(ChannelForm form, string action, string changes, string by, CancellationToken cancellationToken)
    {
        var row = stored.Write(form.Channel, form.Fields, by, time.GetUtcNow());
        await store.SaveAsync(row, action, changes, cancellationToken);
        channels.Take(stored.Read(row));
        // Stored is stored: what follows is not given up with the request.
        await renewal.RenewAsync(form.Channel.Id, CancellationToken.None);
        return new(RuleChangeResult.Done) { Channel = channels.FindEntry(form.Channel.Id), MadeSecret = form.MadeSecret };
    }
}
