using System.Text.Json;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Text;

namespace Gateway.Alerting.Suppression;

/// <summary>Reads a silence as people send it, and reports every mistake at once.</summary>
internal static class SilenceReader
{
    private const int LongestComment = 500;
    private const int LongestGlob = 200;
    private const int MostMatchers = 20;
    private static readonly TimeSpan FarthestStart = TimeSpan.FromDays(366);

    /// <returns>The silence without id and maker; null when something is wrong.</returns>
    public static (Silence? Draft, IReadOnlyList<RuleDiagnostic> Mistakes) Read(string json, DateTimeOffset now)
    {
        var mistakes = new RuleMistakes(file: null);
        if (RuleReader.ParseText(json, mistakes) is not { } root)
        {
            return (null, mistakes.Found);
        }

        if (root.Kind != JsonValueKind.Object)
        {
            mistakes.Add(root, "must be an object such as {\"matchers\": {\"rule_id\": \"spend\"}, \"ends_at\": \"2026-03-14T09:30:00Z\", \"comment\": \"…\"}");
            return (null, mistakes.Found);
        }

        var draft = ReadObject(root, now, mistakes);
        return mistakes.Count == 0 ? (draft, []) : (null, mistakes.Found);
    }

    private static Silence ReadObject(LocatedJson root, DateTimeOffset now, RuleMistakes mistakes)
    {
        var fields = new FieldReader(root, mistakes);
        var matcher = ReadMatcher(root, fields, mistakes);
        var startsAt = InstantField.Read(fields, "starts_at", mistakes) ?? now;
        var recurring = WindowField.Read(fields.Find("recurring"), mistakes);
        var draft = new Silence
        {
            Id = "",
            Matcher = matcher,
            StartsAt = startsAt,
            EndsAt = InstantField.Read(fields, "ends_at", mistakes),
            Recurring = recurring,
            Comment = fields.String("comment", LongestComment),
            CreatedBy = "",
            CreatedAt = now,
            ExpireOnResolve = fields.Bool("expire_on_resolve", false),
        };
        CheckTimes(draft, root, fields, now, mistakes);
        fields.RefuseUnknown();
        return draft;
    }

    private static AlertMatcher ReadMatcher(LocatedJson root, FieldReader fields, RuleMistakes mistakes)
    {
        var at = fields.Find("matchers");
        var matchers = fields.StringMap("matchers");
        if (at is null or { Kind: JsonValueKind.Object, Members.Count: 0 or > MostMatchers })
        {
            mistakes.Add(at ?? root, $"'matchers' must name 1 to {MostMatchers} fields; {{\"{AlertMatcher.RuleId}\": \"*\"}} is every alert");
        }

        foreach (var (name, value) in at?.Members ?? [])
        {
            if (!AlertMatcher.IsField(name))
            {
                mistakes.Add(value, $"unknown field '{name}'; {NearestName.Hint(name, AlertMatcher.FieldNames)}");
            }
            else if (value.Text.Length is 0 or > LongestGlob)
            {
                mistakes.Add(value, $"must be a text of 1 to {LongestGlob} characters, in which * stands for any run and ? for any one character");
            }
            else if (name == AlertMatcher.Priority && !Enum.GetValues<AlertPriority>().Any(priority => AlertMatcher.IsMatch(value.Text, EnumWords.Of(priority))))
            {
                mistakes.Add(value, $"matches no priority; they are {EnumWords.Allowed<AlertPriority>()}");
            }
        }

        return new(matchers);
    }

    private static void CheckTimes(Silence draft, LocatedJson root, FieldReader fields, DateTimeOffset now, RuleMistakes mistakes)
    {
        var end = fields.Find("ends_at");
        if (draft.StartsAt > now + FarthestStart)
        {
            mistakes.Add(fields.Find("starts_at")!, "must be within a year from now");
        }

        if (end is null && draft.Recurring is null)
        {
            mistakes.Add(root, $"'ends_at' is required; a silence lasts at most {Silence.Longest.Days} days");
        }
        else if (draft.EndsAt is { } endsAt && (endsAt <= now || endsAt <= draft.StartsAt))
        {
            mistakes.Add(end!, "must be in the future and after 'starts_at'");
        }
        else if (draft is { Recurring: null, EndsAt: { } last } && last - draft.StartsAt > Silence.Longest)
        {
            mistakes.Add(end!, $"must be at most {Silence.Longest.Days} days after 'starts_at'; a recurring one ('recurring') may last longer");
        }
    }
}
