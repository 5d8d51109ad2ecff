using System.Reactive.Linq;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Pipelines.Operators;

/// <summary>Splits a snapshot into the groups of a rule.</summary>
internal static class EvaluateEveryOperator
{
    /// <summary>Live groups of one rule at the most; further ones are not judged. Those that are on come first, so a flood of new groups cannot hide them.</summary>
    public const int MostGroups = 1_000;

    /// <remarks>
    /// <code>
    /// snapshots  ──s────────s────────s───────s──
    /// groups     ──(a b)────(a b)────(a' b)──(b)   a' is the last of `a`: its calls have left the windows and its state is at rest
    /// </code>
    /// </remarks>
    public static IObservable<GroupSnapshot> EvaluateEvery(this IObservable<WindowSnapshot> snapshots, CompiledRule rule, AlertMemory memory) =>
        snapshots
            .Scan(Round.First, (before, snapshot) => before.Next(rule, memory, snapshot))
            .SelectMany(round => round.Groups);

    /// <summary>The groups of one tick, and those of the tick before that are gone.</summary>
    private sealed record Round(HashSet<GroupKey> Present, IReadOnlyList<GroupSnapshot> Groups)
    {
        public static Round First { get; } = new([], []);

        public Round Next(CompiledRule rule, AlertMemory memory, WindowSnapshot snapshot)
        {
            var present = memory.UnrestingGroups(rule.Id).Union(rule.GroupsIn(snapshot.Windows)).Take(MostGroups).ToHashSet();
            return new(
                present,
                [
                    .. present.Select(group => new GroupSnapshot(group, snapshot, IsLast: false)),
                    .. Present.Where(group => !present.Contains(group)).Select(group => new GroupSnapshot(group, snapshot, IsLast: true)),
                ]);
        }
    }
}

/// <summary>What a tick sees of one group. After the last one the group may come back as if it were new.</summary>
internal sealed record GroupSnapshot(GroupKey Group, WindowSnapshot Snapshot, bool IsLast);
