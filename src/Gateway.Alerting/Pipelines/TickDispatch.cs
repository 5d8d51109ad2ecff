using System.Reactive.Subjects;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Pipelines;

/// <summary>
/// Shows each tick to the rules in which something could happen: those with a tripwire that is reached or with none at all, those that remember
/// something, and all of these once more at the tick after, so that they see the end of it. The others, most of ten thousand, are not visited.
/// Used under the engine's gate.
/// </summary>
internal sealed class TickDispatch
{
    private readonly Dictionary<string, Seat> _seats;
    private readonly Seat[] _inOrder;
    private readonly TripwireLines _tripwires;
    private readonly bool[] _reached;
    private readonly List<Seat> _due = [];

    /// <param name="rules">In the order in which they are judged.</param>
    /// <param name="memory">What is known of them.</param>
    public TickDispatch(IReadOnlyList<CompiledRule> rules, AlertMemory memory)
    {
        var tripwires = rules.Select(rule => rule.Tripwires).ToArray();
        _inOrder = [.. rules.Select((rule, index) => new Seat(rule, memory.Of(rule.Id), HasTripwires: tripwires[index] is not null))];
        _seats = _inOrder.ToDictionary(seat => seat.Rule.Id, StringComparer.Ordinal);
        _tripwires = new(tripwires);
        _reached = new bool[rules.Count];
    }

    /// <summary>The ticks at which the rule has to be judged; hot.</summary>
    public IObservable<WindowSnapshot> For(CompiledRule rule) => _seats[rule.Id].Ticks;

    /// <summary>Finds the rules that have to see the tick, to be shown it by <see cref="Show"/>.</summary>
    public WindowSnapshot Find(WindowSnapshot tick)
    {
        Array.Clear(_reached);
        _tripwires.Mark(tick.Windows, _reached);
        _due.Clear();
        for (var index = 0; index < _inOrder.Length; index++)
        {
            if (_inOrder[index].IsDue(_reached[index]))
            {
                _due.Add(_inOrder[index]);
            }
        }

        return tick;
    }

    public void Show(WindowSnapshot tick)
    {
        foreach (var seat in _due)
        {
            seat.Ticks.OnNext(tick);
        }
    }

    private sealed record Seat(CompiledRule Rule, RuleMemory Memory, bool HasTripwires)
    {
        private bool _wasAwake;

        public Subject<WindowSnapshot> Ticks { get; } = new();

        public bool IsDue(bool reached)
        {
            var isAwake = reached || !HasTripwires || !Memory.IsEmpty;
            var isDue = isAwake || _wasAwake;
            _wasAwake = isAwake;
            return isDue;
        }
    }
}
