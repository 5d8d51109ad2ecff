using Gateway.Alerting.Pipelines;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Backtesting;

/// <summary>
/// Writes down what the conditions of a rule read while it is tried: the same windows at the same ticks, so a chart of it shows what the engine
/// judged. Of every step it keeps the worst value, because a peak between two samples may be the one that fired. Not thread-safe.
/// </summary>
/// <param name="asked">Which rule, which range, which group.</param>
/// <param name="interval">From tick to tick.</param>
internal sealed class ValueTrace(BacktestRequest asked, TimeSpan interval)
{
    /// <summary>More than a chart has pixels to show.</summary>
    public const int MostPoints = 500;

    /// <summary>
    /// Of each condition in each step. A month of ticks over ten thousand keys would take hours: with more than so many, ticks are left out evenly,
    /// but never the last of a step.
    /// </summary>
    public const int MostReadings = 10_000;

    private static readonly GroupKey[] Whole = [GroupKey.Whole];

    private readonly CompiledRule _rule = asked.Rules[0];
    private readonly TimeSpan _step = TimeSpan.FromTicks(Math.Max(interval.Ticks, (asked.To - asked.From).Ticks / MostPoints));
    private readonly List<double?>[] _values = [.. asked.Rules[0].Conditions.Select(_ => new List<double?>())];
    private readonly Dictionary<GroupKey, bool> _wanted = [];
    private int _point = -1;
    private int _tick;

    /// <summary>From one tick that is looked at to the next.</summary>
    private int _stride = 1;

    public void Look(WindowSnapshot snapshot)
    {
        // A tick belongs to the time that it ends.
        var point = (int)Math.Min(MostPoints - 1, ((snapshot.At - asked.From).Ticks - 1) / _step.Ticks);
        var isLast = snapshot.At + interval > asked.From + ((point + 1) * _step);
        var groups = _rule.Grouping.Dimensions.Count == 0 ? Whole : _rule.GroupsIn(snapshot.Windows).Where(IsWanted);
        Count(point, groups);
        if (!isLast && _tick % _stride != 0)
        {
            return;
        }

        for (var index = 0; index < _values.Length; index++)
        {
            Note(_values[index], point, _rule.Conditions[index], snapshot.Windows, groups);
        }
    }

    private void Count(int point, IEnumerable<GroupKey> groups)
    {
        _tick++;
        if (point != _point)
        {
            (_point, _tick) = (point, 0);
            _stride = 1 + (int)(_step / interval * groups.Count() / MostReadings);
        }
    }

    public IReadOnlyList<ConditionSeries> Close() => [.. _rule.Conditions.Select((condition, index) => new ConditionSeries(condition.Source, _step, _values[index]))];

    /// <summary>Groups are named by what is shown of them: an alert knows no more.</summary>
    private bool IsWanted(GroupKey group)
    {
        if (asked.SeriesOf is not { } only)
        {
            return true;
        }

        if (!_wanted.TryGetValue(group, out var wanted))
        {
            _wanted[group] = wanted = _rule.Grouping.Describe(group).All(part => only.GetValueOrDefault(part.Key) == part.Value);
        }

        return wanted;
    }

    private static void Note(List<double?> values, int point, CompiledCondition condition, WindowSet windows, IEnumerable<GroupKey> groups)
    {
        while (values.Count <= point)
        {
            values.Add(null);
        }

        foreach (var group in groups)
        {
            values[point] = Worse(values[point], condition.ValueIn(windows, group), condition.Source.Operator.IsUnder());
        }
    }

    private static double? Worse(double? one, double? other, bool lowerIsWorse) => (one, other) switch
    {
        (null, _) => other,
        (_, null) => one,
        ({ } left, { } right) => lowerIsWorse ? Math.Min(left, right) : Math.Max(left, right),
    };
}
