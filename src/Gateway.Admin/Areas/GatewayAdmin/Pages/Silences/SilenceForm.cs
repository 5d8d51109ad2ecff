using System.Text;
using System.Text.Json;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Suppression;
using Gateway.Alerting.Time;
using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Silences;

/// <summary>A silence as somebody fills it in. Becomes the JSON of the API, so that page and API have one reader and the same mistakes.</summary>
public sealed class SilenceForm
{
    /// <summary>Ends at <see cref="EndsAt"/>.</summary>
    public const string At = "at";

    /// <summary>Until somebody ends it; for recurring ones only.</summary>
    public const string Never = "never";

    private const string Matchers = "matchers";
    private const int UsualRows = 2;

    public static IReadOnlyList<(string Value, string Word)> Lengths { get; } =
        [("1h", "1 hour"), ("2h", "2 hours"), ("8h", "8 hours"), ("1d", "1 day"), (At, "until the end below"), (Never, "until somebody ends it (only with hours)")];

    public static IReadOnlyList<string> WeekDays { get; } = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// <summary>Goes with <see cref="Glob"/>, row by row; rows without either are left out.</summary>
    public string?[] Field { get; set; } = [];

    public string?[] Glob { get; set; } = [];

    /// <summary>Counts while <see cref="EndsAt"/> is empty: an end that was entered is never lost.</summary>
    public string Lasts { get; set; } = "1h";

    /// <summary>As <c>datetime-local</c> sends it, in UTC.</summary>
    public string? StartsAt { get; set; }

    public string? EndsAt { get; set; }

    public string? Comment { get; set; }

    public bool ExpireOnResolve { get; set; }

    public bool Recurs { get; set; }

    public string? Start { get; set; } = "22:00";

    public string? End { get; set; } = "07:00";

    public string? Zone { get; set; }

    public string[] Days { get; set; } = [];

    /// <summary>What to show as chosen in <see cref="Lasts"/>.</summary>
    public string Chosen => HasEnd ? At : Lasts;

    /// <summary>The rows to show: those filled in and, for one more, those to fill in.</summary>
    public IReadOnlyList<(string Field, string Glob)> Rows => [.. Filled, .. Enumerable.Repeat(("", ""), Math.Max(1, UsualRows - Filled.Count()))];

    /// <summary>What is in force with it, while nothing is wrong; null otherwise.</summary>
    public AlertMatcher? Matcher => Filled.Any() ? new(Filled.GroupBy(row => row.Field).ToDictionary(same => same.Key, same => same.First().Glob)) : null;

    private bool HasEnd => !string.IsNullOrWhiteSpace(EndsAt);

    private IEnumerable<(string Field, string Glob)> Filled => Field
        .Zip(Glob, (name, value) => (Field: name?.Trim() ?? "", Glob: value?.Trim() ?? ""))
        .Where(row => row.Field.Length > 0 || row.Glob.Length > 0);

    /// <summary>Filled in from a link: <c>rule_id</c>, <c>model</c> and whatever else alerts can be told apart by.</summary>
    public static SilenceForm From(IQueryCollection query, string zone)
    {
        var rows = query.Where(pair => AlertMatcher.IsField(pair.Key) && pair.Value.ToString().Length > 0).ToList();
        return new() { Field = [.. rows.Select(row => row.Key)], Glob = [.. rows.Select(row => row.Value.ToString())], Zone = zone };
    }

    /// <summary>A mistake of the API's document in the words of the form.</summary>
    public static string Say(RuleDiagnostic mistake) => (mistake.Path, mistake.Message) switch
    {
        (Matchers, _) => "Which alerts: name at least one field and at most 20; “rule_id” is like “*” for every alert.",
        ("", _) => $"Ends: a length or an end is needed, at most {Silence.Longest.Days} days.",
        ("ends_at", var message) => $"Ends {message.Replace("'starts_at'", "the start", StringComparison.Ordinal).Replace("a recurring one ('recurring')", "one with hours", StringComparison.Ordinal)}.",
        ("starts_at", var message) => $"Starts {message}.",
        ("recurring.start", var message) => $"From {message}.",
        ("recurring.end", var message) => $"To {message}.",
        ("recurring.time_zone", var message) => $"Time zone {message}.",
        (var path, var message) when path.StartsWith(Matchers + ".", StringComparison.Ordinal) => $"Which alerts, “{path[(Matchers.Length + 1)..]}”: {message}.",
        (var path, var message) => $"{Words.Say.Capital(path)} {message}.",
    };

    public string ToJson(DateTimeOffset now)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartObject();
            WriteMatchers(json);
            WriteTimes(json, now);
            Write(json, "comment", Comment);
            json.WriteBoolean("expire_on_resolve", ExpireOnResolve);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>A field named twice is written twice: the reader says so.</summary>
    private void WriteMatchers(Utf8JsonWriter json)
    {
        json.WriteStartObject(Matchers);
        foreach (var (field, glob) in Filled)
        {
            json.WriteString(field, glob);
        }

        json.WriteEndObject();
    }

    private void WriteTimes(Utf8JsonWriter json, DateTimeOffset now)
    {
        Write(json, "starts_at", StartsAt);
        var starts = InstantText.TryParse(StartsAt, out var later) && later > now ? later : now;
        Write(json, "ends_at", Chosen switch
        {
            At => EndsAt,
            Never => null,
            _ => DurationText.TryParse(Lasts, TimeSpan.FromMinutes(1), out var length, out _) ? UtcInstantConverter.Text(starts + length) : Lasts,
        });
        if (Recurs)
        {
            json.WriteStartObject("recurring");
            Write(json, WindowText.StartField, Start);
            Write(json, WindowText.EndField, End);
            Write(json, WindowText.ZoneField, Zone?.Trim());
            if (Days.Length > 0)
            {
                json.WriteStartArray(WindowText.DaysField);
                foreach (var day in Days)
                {
                    json.WriteStringValue(day);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            json.WriteString(name, value);
        }
    }
}
