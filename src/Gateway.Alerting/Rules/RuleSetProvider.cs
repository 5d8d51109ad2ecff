using System.Reactive.Linq;
using System.Reactive.Subjects;
using Gateway.Alerting.Files;
using Gateway.Alerting.Pipelines;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Telemetry;
using Microsoft.Extensions.Logging;

namespace Gateway.Alerting.Rules;

/// <summary>
/// The rules in force: those of the rule folder and those made in the API. Thread-safe.
/// <para>
/// The folder is loaded at start and again within two seconds of an edit, as a whole: when anything in it is wrong, nothing changes, the
/// last good rules stay, and log and health say <c>file:line:column: message</c>. At start there are no last good ones: then the rules
/// that are right are better than none.
/// </para>
/// <para>
/// Stored rules stand on their own: one that no longer compiles is shown as broken and stops no other. One whose id a file uses too is
/// hidden by it: what stands in files is what operators have reviewed.
/// </para>
/// </summary>
public sealed partial class RuleSetProvider : IDisposable
{
    private readonly string _folder;
    private readonly string _shownAs;
    private readonly bool _isOptional;
    private readonly RuleCompiler _compiler;
    private readonly SystemHealth _health;
    private readonly ILogger<RuleSetProvider> _log;
    private readonly FilePoller _poller;
    private readonly BehaviorSubject<RuleSet> _current = new(RuleSet.Empty);
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, RuleEntry> _stored = new(StringComparer.Ordinal);
    private IReadOnlyList<CompiledRule> _files = [];
    private volatile RuleEntries _entries = RuleEntries.None;
    private bool _filesAreWhole;
    private bool _filesAreLoaded;
    private bool _storeIsLoaded;

    /// <param name="folder">Absolute path of the rule folder; it need not exist.</param>
    /// <param name="shownAs">The folder as the settings name it.</param>
    /// <param name="compiler">Checks the rules.</param>
    /// <param name="health">Told how the files are.</param>
    /// <param name="time">Paces the looking.</param>
    /// <param name="log">Told of every mistake.</param>
    /// <param name="isOptional">Nobody asked for the folder: while it has never been there it is as good as empty.</param>
    public RuleSetProvider(string folder, string shownAs, RuleCompiler compiler, SystemHealth health, TimeProvider time, ILogger<RuleSetProvider> log, bool isOptional = false)
    {
        (_folder, _shownAs, _compiler, _health, _log, _isOptional) = (folder, shownAs, compiler, health, log, isOptional);
        // Watch first, load then: an edit in between is seen as a change.
        _poller = new FilePoller(() => RuleFiles.Find(folder), time);
        _poller.Changed += LoadFiles;
        LoadFiles();
    }

    public RuleSet Current => _current.Value;

    /// <summary>The present rules at once, then each new set.</summary>
    public IObservable<RuleSet> Changes => _current.AsObservable();

    /// <summary>What is wrong with the files now; empty when the rules in force are the files'.</summary>
    public IReadOnlyList<RuleDiagnostic> Mistakes { get; private set; } = [];

    /// <summary>Every rule that people see, broken ones too.</summary>
    public RuleEntries Entries => _entries;

    public void Dispose()
    {
        _poller.Dispose();
        _current.Dispose();
    }

    /// <summary>Takes in all stored rules, once, at start. Until then the set is not whole.</summary>
    internal void LoadStored(IReadOnlyList<RuleVersion> versions)
    {
        lock (_gate)
        {
            var shared = new SharedGauges(_files);
            foreach (var version in versions)
            {
                _stored[version.RuleId] = RuleEntry.OfStore(version, _compiler, shared);
            }

            _storeIsLoaded = true;
            Publish();
        }
    }

    /// <summary>Takes in versions that have been stored: in force at the engine's next tick, all at once.</summary>
    internal void Take(IReadOnlyList<RuleVersion> versions)
    {
        lock (_gate)
        {
            var shared = new SharedGauges(_files.Concat(StoredRules));
            foreach (var version in versions)
            {
                if (version.Action == RuleAction.Deleted)
                {
                    _stored.Remove(version.RuleId);
                }
                else
                {
                    _stored[version.RuleId] = RuleEntry.OfStore(version, _compiler, shared);
                }
            }

            Publish();
        }
    }

    /// <summary>Other channels can be named now: what was refused may be right.</summary>
    internal void Recheck()
    {
        lock (_gate)
        {
            var broken = _stored.Values.Where(entry => entry.Compiled is null).ToList();
            foreach (var entry in broken)
            {
                _stored[entry.Id] = RuleEntry.OfStore(entry.Version!, _compiler, new(_files.Concat(StoredRules)));
            }

            if (broken.Count > 0)
            {
                Publish();
            }

            if (Mistakes.Count > 0)
            {
                LoadFiles();
            }
        }
    }

    private IEnumerable<CompiledRule> StoredRules => _stored.Values.Select(entry => entry.Compiled).OfType<CompiledRule>();

    /// <summary>Rules that came from the folder do not go with it: it may only be out of reach.</summary>
    private bool LacksFolder => !Directory.Exists(_folder) && (!_isOptional || _files.Count > 0);

    private void LoadFiles()
    {
        lock (_gate)
        {
            (var rules, Mistakes) = RuleFiles.Compile(_folder, _shownAs, _compiler, new(StoredRules));
            foreach (var mistake in Mistakes)
            {
                RuleFileRefused(mistake);
            }

            var isWhole = Mistakes.Count == 0 && !LacksFolder;
            if (isWhole || !_filesAreLoaded)
            {
                (_files, _filesAreWhole) = (rules, isWhole);
                Publish();
                RulesLoaded(rules.Count, _shownAs);
            }

            Report();
            _filesAreLoaded = true;
        }
    }

    private void Publish()
    {
        var before = _entries.Hidden.Select(entry => entry.Id).ToHashSet(StringComparer.Ordinal);
        _entries = RuleEntries.Merge(_files, _stored.Values);
        foreach (var hidden in _entries.Hidden.Where(entry => !before.Contains(entry.Id)))
        {
            StoredRuleHidden(hidden.Id, _entries.Find(hidden.Id)!.Source);
        }

        _current.OnNext(_entries.ToSet(_filesAreWhole && _storeIsLoaded));
        Report();
    }

    private void Report()
    {
        var (state, words) = Judge();
        var hidden = _entries.Hidden.Count == 0 ? "" : $"; '{_entries.Hidden[0].Id}' of {_entries.Find(_entries.Hidden[0].Id)!.Source} hides a rule of the same id that was made in the API";
        _health.Report(HealthParts.Rules, state, words + hidden);
    }

    private (HealthState State, string Words) Judge()
    {
        var count = Current.Rules.Count;
        if (Mistakes.Count > 0)
        {
            return (HealthState.Degraded, $"{Mistakes[0]}{More(Mistakes.Count)}; {(_filesAreLoaded ? $"the last good {count} rules stay" : $"the other {count} rules are")} in force");
        }

        if (LacksFolder)
        {
            return (HealthState.Degraded, $"there is no folder {_shownAs} (Alerting:Rules); {(count == 0 ? "no rule is" : $"the last good {count} rules stay")} in force");
        }

        if (_entries.Broken.Count > 0)
        {
            var broken = _entries.Broken[0];
            return (HealthState.Degraded, $"rule '{broken.Id}' is not judged: {broken.Problem}{More(_entries.Broken.Count)}; the other {count} rules are in force");
        }

        var none = Directory.Exists(_folder) ? $"no rules in {_shownAs}" : $"no rules; there is no folder {_shownAs}, and Alerting:Rules names no other";
        return (HealthState.Healthy, count == 0 ? none : $"{count} rules in force");
    }

    private static string More(int count) => count > 1 ? $" (and {count - 1} more)" : "";

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} rules in force from {Folder}")]
    private partial void RulesLoaded(int count, string folder);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Mistake}")]
    private partial void RuleFileRefused(RuleDiagnostic mistake);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rule '{Id}' that was made in the API is hidden by the one of the same id in {Source}")]
    private partial void StoredRuleHidden(string id, string source);
}
