using System.Reactive.Linq;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Pipelines.Operators;

/// <summary>Splits a snapshot into the groups of a rule in which something happens.</summary>
internal static class EvaluateEveryOperator
{
    /// <remarks>
    /// <code>
    /// snapshots  ──s────────s────────s───────s──
    /// groups     ──(a b)────(a b)────(a' b)──(b)   a' is the last of `a`: it does not hold, and nothing of it is waited for
    /// </code>
    /// Ten thousand rules are at rest most of the time. One that is costs a look at its gauges, which it shares, and goes no further than here.
    /// </remarks>
    public static IObservable<GroupSnapshot> EvaluateEvery(this IObservable<WindowSnapshot> snapshots, CompiledRule rule, RuleMemory memory) =>
        snapshots
            .Scan(Round.Quiet, (before, snapshot) => before.Next(rule, memory, snapshot))
            .Where(round => round.Groups.Count > 0)
            .SelectMany(round => round.Groups);

    /// <summary>The groups of one tick in which something happens, and those of the tick before in which it no longer does.</summary>
    private sealed record Round(HashSet<GroupKey> Awake, IReadOnlyList<GroupSnapshot> Groups)
    {
        public static Round Quiet { get; } = new([], []);

        public Round Next(CompiledRule rule, RuleMemory memory, WindowSnapshot snapshot)
        {
            var awake = FindAwake(rule, memory, snapshot);
            if (awake is null && Awake.Count == 0)
            {
                return Quiet;
            }

            awake ??= [];
            return new(
                awake,
                [
                    .. awake.Select(group => new GroupSnapshot(group, snapshot, IsLast: false)),
                    .. Awake.Where(group => !awake.Contains(group)).Select(group => new GroupSnapshot(group, snapshot, IsLast: true)),
                ]);
        }

        private static HashSet<GroupKey>? FindAwake(CompiledRule rule, RuleMemory memory, WindowSnapshot snapshot)
        {
            HashSet<GroupKey>? awake = null;
            if (!memory.IsEmpty)
            {
                foreach (var group in memory.Groups.Where(group => IsAwake(group, rule, memory, snapshot)))
                {
                    (awake ??= []).Add(group);
                }
            }

            if (!rule.CouldMove(snapshot.Windows))
            {
                return awake;
            }

            foreach (var group in rule.GroupsIn(snapshot.Windows))
            {
                if (IsAwake(group, rule, memory, snapshot))
                {
                    (awake ??= []).Add(group);
                }
            }

            return awake;
        }

        private static bool IsAwake(GroupKey group, CompiledRule rule, RuleMemory memory, WindowSnapshot snapshot)
        {
            var state = memory.StateOf(group);
            var verdict = rule.Judge(snapshot.Windows, group, new(state.WasMet, state.Held));
            return !AlertLifecycle.IsAtRest(state, verdict, rule.Definition);
        }
    }
}

/// <summary>What a tick sees of one group. After the last one the group may come back as if it were new.</summary>
internal sealed record GroupSnapshot(GroupKey Group, WindowSnapshot Snapshot, bool IsLast);
