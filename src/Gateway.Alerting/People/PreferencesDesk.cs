using System.Collections.Concurrent;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.People;

/// <summary>Where preferences are kept.</summary>
public interface IPreferenceStore
{
    /// <summary>Null when that person never chose anything.</summary>
    Preferences? Find(string person);

    Task SaveAsync(string person, Preferences preferences, DateTimeOffset at, CancellationToken cancellationToken);
}

/// <summary>What people do with their preferences. Those once read are remembered: every page asks for them. Thread-safe.</summary>
public sealed class PreferencesDesk(IPreferenceStore store, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Preferences> _known = new(StringComparer.Ordinal);

    /// <param name="person">Somebody who is signed in: their names are few.</param>
    public Preferences Of(string person) => _known.GetOrAdd(person, name => store.Find(name) ?? Preferences.Standard);

    /// <param name="person">Whose.</param>
    /// <param name="json">All of them, as the API has them.</param>
    /// <param name="shortcuts">Every shortcut that there is, with its standard keys.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What is saved, or what is wrong; then nothing was changed.</returns>
    public async Task<(Preferences? Saved, IReadOnlyList<RuleDiagnostic> Mistakes)> ReplaceAsync(
        string person, string json, IReadOnlyDictionary<string, string> shortcuts, CancellationToken cancellationToken)
    {
        var (read, mistakes) = PreferencesReader.Read(json, shortcuts);
        if (read is not null)
        {
            await SaveAsync(person, read, cancellationToken);
        }

        return (read, mistakes);
    }

    public async Task SaveAsync(string person, Preferences preferences, CancellationToken cancellationToken)
    {
        await store.SaveAsync(person, preferences, time.GetUtcNow(), cancellationToken);
        _known[person] = preferences;
    }
}
