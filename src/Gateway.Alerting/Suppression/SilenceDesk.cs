using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Suppression;

/// <summary>What people do with silences.</summary>
public sealed class SilenceDesk(ISilenceStore store, TimeProvider time)
{
    /// <summary>That have not ended.</summary>
    public const int MostSilences = 1_000;

    /// <param name="json">As people send it.</param>
    /// <param name="by">Who makes it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<SilenceCreation> CreateAsync(string json, string by, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (draft, mistakes) = SilenceReader.Read(json, now);
        if (draft is null)
        {
            return new(null, mistakes);
        }

        var silence = draft with { Id = Guid.CreateVersion7(now).ToString("N"), CreatedBy = by };
        return new(await store.AddAsync(silence, MostSilences, cancellationToken) ? silence : null, []);
    }

    /// <inheritdoc cref="ISilenceStore.EndAsync"/>
    public Task<Silence?> EndAsync(string id, string by, CancellationToken cancellationToken) => store.EndAsync(id, by, time.GetUtcNow(), cancellationToken);
}

/// <summary>How making a silence went. Neither a silence nor mistakes: there are too many already.</summary>
public sealed record SilenceCreation(Silence? Silence, IReadOnlyList<RuleDiagnostic> Mistakes);
