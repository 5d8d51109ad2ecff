using Gateway.Alerting.Calls;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Backtesting.RuleTests;

/// <summary>Runs one rule test: the engine's own pipeline on virtual time. The outcome depends on nothing but the test.</summary>
public sealed class RuleTestRun : IDisposable
{
    private readonly IReadOnlyList<CompiledRule> _rules;
    private readonly RuleTest _test;
    private readonly (DateTimeOffset End, ScriptedCalls Entry)[] _calls;
    private readonly CallsUnderWay _underWay;
    private readonly RuleReplay _replay;
    private readonly List<AlertTransition>[] _told;

    private RuleTestRun(RuleTest test, IReadOnlyList<CompiledRule> rules, AlertingOptions options)
    {
        (_test, _rules) = (test, rules);
        _told = [.. rules.Select(_ => new List<AlertTransition>())];
        _calls = [.. test.Calls.SelectMany(Written).OrderBy(call => call.End)];
        _underWay = new(_calls.OrderBy(call => call.End - call.Entry.Call.Latency).Select(Call));
        _replay = new(rules, test.Start, options.EvaluationInterval, options.FindZone(), (rule, transition) => _told[rule].Add(transition), _underWay.At);
    }

    /// <summary>Every expectation that did not come true, in the order of time.</summary>
    public static IReadOnlyList<FailedExpectation> Failures(RuleTest test, IReadOnlyList<CompiledRule> rules, AlertingOptions options)
    {
        using var run = new RuleTestRun(test, rules, options);
        return [.. run.Failures()];
    }

    public void Dispose()
    {
        _replay.Dispose();
        _underWay.Dispose();
    }

    private IEnumerable<FailedExpectation> Failures()
    {
        var next = 0;
        foreach (var expectation in _test.Expect.OrderBy(expectation => expectation.At))
        {
            for (; next < _calls.Length && _calls[next].End < _test.Start + expectation.At; next++)
            {
                _replay.Add(Call(_calls[next]));
            }

            _replay.AdvanceTo(_test.Start + expectation.At);
            if (Differences(expectation).ToList() is { Count: > 0 } differences)
            {
                yield return new(expectation, differences, Numbers(expectation));
            }
        }
    }

    private IEnumerable<(DateTimeOffset End, ScriptedCalls Entry)> Written(ScriptedCalls entry) =>
        Enumerable.Range(0, entry.Count).Select(index => (_test.Start + entry.At + (entry.Every * index), entry));

    private static LlmCall Call((DateTimeOffset End, ScriptedCalls Entry) written) =>
        written.Entry.Call with { StartedAt = written.End - written.Entry.Call.Latency };

    private IEnumerable<string> Differences(Expectation expected)
    {
        var told = _told[expected.Rule].Where(transition => expected.Group is null || transition.Evaluation.Group == KeyOf(expected.Group)).ToList();
        var state = expected.Group is { } group ? _replay.StateOf(expected.Rule, KeyOf(group)).Phase : _replay.PhaseOf(expected.Rule);
        if (expected.State is { } phase && phase != state)
        {
            yield return $"expected state {EnumWords.Of(phase)}, got {EnumWords.Of(state)}";
        }

        if (expected.Alerts is { } alerts && told.Count(transition => transition.Kind == AlertTransitionKind.Opened) is var opened && opened != alerts)
        {
            yield return $"expected alerts {alerts}, got {opened}";
        }

        if (expected.Suppressed is { } quiet && told.Count(transition => transition.Kind == AlertTransitionKind.Suppressed) is var suppressed && suppressed != quiet)
        {
            yield return $"expected suppressed {quiet}, got {suppressed}";
        }
    }

    /// <summary>What the rule saw: of the named group, else of each.</summary>
    private List<string> Numbers(Expectation expectation)
    {
        const int mostGroups = 10;
        var rule = _rules[expectation.Rule];
        IReadOnlyList<GroupKey> groups = expectation.Group is { } named ? [KeyOf(named)] : [.. rule.GroupsIn(_replay.Windows)];
        var lines = groups.Take(mostGroups).SelectMany(group => Numbers(expectation.Rule, rule, group, _test.Start + expectation.At)).ToList();
        return groups.Count switch
        {
            0 => ["no group has had a call within its windows"],
            > mostGroups => [.. lines, $"and {groups.Count - mostGroups} more groups"],
            _ => lines,
        };
    }

    private IEnumerable<string> Numbers(int index, CompiledRule rule, GroupKey group, DateTimeOffset at)
    {
        var state = _replay.StateOf(index, group);
        var tree = EvaluationText.Lines(rule.Evaluate(_replay.Windows, group, at, new(state.WasMet, state.Held)).Tree);
        return group == GroupKey.Whole ? tree : [$"{GroupText.Of(rule.Grouping.Describe(group))}:", .. tree.Select(line => "  " + line)];
    }

    private static GroupKey KeyOf(IReadOnlyList<string> values) => new([.. values]);
}

/// <summary>An expectation that did not come true.</summary>
/// <param name="Expectation">What was expected.</param>
/// <param name="Differences">Expected against got.</param>
/// <param name="Numbers">What the rule saw at that time, line by line.</param>
public sealed record FailedExpectation(Expectation Expectation, IReadOnlyList<string> Differences, IReadOnlyList<string> Numbers);
