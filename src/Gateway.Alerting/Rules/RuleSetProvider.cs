using System.Reactive.Linq;
using System.Reactive.Subjects;
using Gateway.Alerting.Files;
using Gateway.Alerting.Pipelines;
using Gateway.Alerting.Telemetry;
using Microsoft.Extensions.Logging;

namespace Gateway.Alerting.Rules;

/// <summary>
/// The rules in force. Loads the rule folder at start and again within two seconds of an edit, as a whole: when anything in it is wrong,
/// nothing changes, the last good rules stay, and log and health say <c>file:line:column: message</c>. At start there are no last good ones:
/// then the rules that are right are better than none.
/// </summary>
public sealed partial class RuleSetProvider : IDisposable
{
    private readonly string _folder;
    private readonly string _shownAs;
    private readonly RuleCompiler _compiler;
    private readonly SystemHealth _health;
    private readonly ILogger<RuleSetProvider> _log;
    private readonly FilePoller _poller;
    private readonly BehaviorSubject<RuleSet> _current = new(RuleSet.Empty);
    private bool _loaded;

    /// <param name="folder">Absolute path of the rule folder; it need not exist.</param>
    /// <param name="shownAs">The folder as the settings name it.</param>
    /// <param name="compiler">Checks the rules.</param>
    /// <param name="health">Told how the files are.</param>
    /// <param name="time">Paces the looking.</param>
    /// <param name="log">Told of every mistake.</param>
    public RuleSetProvider(string folder, string shownAs, RuleCompiler compiler, SystemHealth health, TimeProvider time, ILogger<RuleSetProvider> log)
    {
        (_folder, _shownAs, _compiler, _health, _log) = (folder, shownAs, compiler, health, log);
        // Watch first, load then: an edit in between is seen as a change.
        _poller = new FilePoller(() => RuleFiles.Find(folder), time);
        _poller.Changed += Load;
        Load();
    }

    public RuleSet Current => _current.Value;

    /// <summary>The present rules at once, then each new set.</summary>
    public IObservable<RuleSet> Changes => _current.AsObservable();

    /// <summary>What is wrong with the files now; empty when the rules in force are the files'.</summary>
    public IReadOnlyList<RuleDiagnostic> Mistakes { get; private set; } = [];

    public void Dispose()
    {
        _poller.Dispose();
        _current.Dispose();
    }

    private void Load()
    {
        var (definitions, malformed) = RuleFiles.Load(_folder, _shownAs);
        var (rules, unbound) = _compiler.Compile(definitions);
        Mistakes = [.. malformed, .. unbound];
        var isWhole = Mistakes.Count == 0 && Directory.Exists(_folder);
        if (isWhole || !_loaded)
        {
            _current.OnNext(new RuleSet(rules, isWhole));
            RulesLoaded(rules.Count, _shownAs);
        }

        Report();
        _loaded = true;
    }

    private void Report()
    {
        foreach (var mistake in Mistakes)
        {
            RuleFileRefused(mistake);
        }

        var count = Current.Rules.Count;
        if (Mistakes.Count > 0)
        {
            var more = Mistakes.Count > 1 ? $" (and {Mistakes.Count - 1} more)" : "";
            _health.Report(HealthParts.Rules, HealthState.Degraded, $"{Mistakes[0]}{more}; {(_loaded ? $"the last good {count} rules stay" : $"the other {count} rules are")} in force");
        }
        else if (!Directory.Exists(_folder))
        {
            _health.Report(HealthParts.Rules, HealthState.Degraded, $"there is no folder {_shownAs} (Alerting:Rules); {(count == 0 ? "no rule is" : $"the last good {count} rules stay")} in force");
        }
        else
        {
            _health.Report(HealthParts.Rules, HealthState.Healthy, count == 0 ? $"no rules in {_shownAs}" : $"{count} rules in force");
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} rules in force from {Folder}")]
    private partial void RulesLoaded(int count, string folder);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Mistake}")]
    private partial void RuleFileRefused(RuleDiagnostic mistake);
}
