using Gateway.Alerting.History;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Time;

namespace Gateway.Alerting.Delivery.Messages;

/// <summary>What there is to say about an alert beside its sentence, most important first.</summary>
internal static class AlertFacts
{
    private const int MostLabels = 20;
    private const int LongestName = 80;
    private const int LongestValue = 400;

    public static IReadOnlyList<Fact> Of(AnnouncementKind kind, Alert alert) =>
        [.. Parts(kind, alert).Select(fact => new Fact(Cut.To(PlainText.Line(fact.Name), LongestName), Cut.To(PlainText.Line(fact.Value), LongestValue)))];

    private static IEnumerable<Fact> Parts(AnnouncementKind kind, Alert alert) =>
    [
        new("Priority", EnumWords.Of(alert.Severity)),
        .. alert.Group.Select(part => new Fact(part.Key, part.Value)),
        .. alert.Conditions.OrderByDescending(reading => reading.Met).Select(Condition),
        .. Values(kind, alert),
        new("Triggered", AlertWords.Instant(alert.TriggeredAt)),
        .. People(alert),
        .. alert.Labels.Take(MostLabels).Select(label => new Fact(label.Key, label.Value)),
    ];

    private static Fact Condition(ConditionReading reading) => new(MetricWords.Of(reading.Metric), AlertText.Reading(reading) + (reading.Met ? "" : ", not met"));

    /// <summary>The leading number over the alert's life; at the opening the condition already says it.</summary>
    private static IEnumerable<Fact> Values(AnnouncementKind kind, Alert alert)
    {
        if (kind == AnnouncementKind.Opened || alert.Conditions.FirstOrDefault(reading => reading.Met) is not { } leading)
        {
            yield break;
        }

        foreach (var (name, value) in new[] { ("At trigger", alert.ValueAtTrigger), ("Peak", alert.PeakValue), ("At resolve", alert.ValueAtResolve) })
        {
            if (value is { } number)
            {
                yield return new(name, AlertText.Value(leading, number));
            }
        }
    }

    private static IEnumerable<Fact> People(Alert alert)
    {
        if (alert.AcknowledgedBy is { } acknowledger)
        {
            yield return new("Acknowledged by", acknowledger);
        }

        if (alert.ResolvedAt is { } end)
        {
            yield return new("Resolved", $"{AlertWords.Instant(end)} by {alert.ResolvedBy ?? Alert.ByEngine}");
            yield return new("Lasted", DurationText.Format(TimeSpan.FromSeconds(Math.Max(0, Math.Round((end - alert.TriggeredAt).TotalSeconds)))));
        }
    }
}
