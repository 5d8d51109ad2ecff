using Gateway.Alerting.Calls;
using Gateway.Alerting.Metrics;

namespace Gateway.Alerting.Windows;

/// <summary>
/// The windows of one group, and what was read off them since they last changed. The calls of one second are gathered and brought to the
/// windows together: under load that is what keeps a call cheap, however many windows look at it.
/// </summary>
internal sealed class GroupWindows(IMetricWindow[] windows, MeasureRun[] runs)
{
    private readonly ValueBatch?[] _gathered = new ValueBatch?[runs.Length];
    private (long Version, GaugeReading Reading)[] _readings = [];
    private WindowTime _second;
    private bool _hasGathered;
    private bool _isNew = true;

    public IMetricWindow[] Windows => windows;

    /// <summary>On the windows' own clock.</summary>
    public DateTimeOffset LastCallAt { get; set; }

    public void Add(LlmCall call, in WindowTime at)
    {
        var second = at.Second;
        if (second != _second)
        {
            BringIn();
            _second = second;
        }

        for (var index = 0; index < runs.Length; index++)
        {
            if (runs[index].Measure.Of(call) is not { } value)
            {
                continue;
            }

            if (runs[index].Measure.IsBatched)
            {
                (_gathered[index] ??= runs[index].Measure.NewBatch()).Add(value);
                _hasGathered = true;
            }
            else
            {
                runs[index].Add(windows, at, value);
            }
        }
    }

    public void AddSums(Storage.CallSums sums, in WindowTime minute)
    {
        foreach (var run in runs)
        {
            if (run.Measure.OfSums(sums) is { } value)
            {
                run.Add(windows, minute, value);
            }
        }
    }

    /// <param name="now">The present.</param>
    /// <param name="moves">For each window, whether it has come to another sub-window since the last time: the others are not even touched.</param>
    public void AdvanceTo(in WindowTime now, bool[] moves)
    {
        BringIn();
        foreach (var run in runs)
        {
            var present = run.Measure.IsCalendar ? now.Calendar : now.Sliding;
            for (var index = run.First; index < run.End; index++)
            {
                if (moves[index] || _isNew)
                {
                    windows[index].AdvanceTo(present);
                }
            }
        }

        _isNew = false;
    }

    /// <summary>Many rules read the same gauge: the first one computes it.</summary>
    public GaugeReading Read(int index, Gauge gauge, in SeriesReader series, long version)
    {
        if (index >= _readings.Length)
        {
            Array.Resize(ref _readings, index + 4);
        }

        ref var known = ref _readings[index];
        if (known.Version != version)
        {
            BringIn();
            known = (version, gauge.Read(series));
        }

        return known.Reading;
    }

    private void BringIn()
    {
        if (!_hasGathered)
        {
            return;
        }

        _hasGathered = false;
        for (var index = 0; index < runs.Length; index++)
        {
            if (_gathered[index] is { HasValues: true } batch)
            {
                runs[index].Feed(windows, _second, batch);
                batch.Clear();
            }
        }
    }
}

/// <summary>The windows over one measure: neighbours in the group's list.</summary>
internal readonly record struct MeasureRun(Measure Measure, int First, int End)
{
    /// <param name="series">Those of one measure together.</param>
    public static IEnumerable<MeasureRun> Of(SeriesKey[] series)
    {
        for (var first = 0; first < series.Length;)
        {
            var end = first + 1;
            while (end < series.Length && series[end].Measure == series[first].Measure)
            {
                end++;
            }

            yield return new(series[first].Measure, first, end);
            first = end;
        }
    }

    public void Add(IMetricWindow[] windows, in WindowTime at, long value)
    {
        for (var index = First; index < End; index++)
        {
            windows[index].Add(Measure.IsCalendar ? at.Calendar : at.Sliding, value);
        }
    }

    public void Feed(IMetricWindow[] windows, in WindowTime at, ValueBatch batch)
    {
        for (var index = First; index < End; index++)
        {
            var when = Measure.IsCalendar ? at.Calendar : at.Sliding;
            if (windows[index] is LaggedWindow lagged)
            {
                lagged.Add(when, batch);
            }
            else
            {
                batch.FeedInto(windows[index], when);
            }
        }
    }
}
