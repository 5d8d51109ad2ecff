using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gateway.Alerting.Rules.Reading;

/// <summary>
/// Reads rules from JSON: one rule, or an array of them. Applies the defaults and the accepted spellings, and reports every mistake
/// of form at once. What a rule refers to (metrics, channels) is checked later, by <see cref="RuleCompiler"/>.
/// </summary>
public static partial class RuleReader
{
    internal const string GroupByField = "group_by";
    internal const string ChannelsField = "actions.channels";

    /// <summary>
    /// What the API adds to a rule when it answers. A rule that is sent or saved with them is read as if they were not there,
    /// so that an answer can become a rule file as it is.
    /// </summary>
    public static IReadOnlyList<string> ReadOnlyFields { get; } =
        ["source", "version", "updated_at", "updated_by", "state", "is_flapping", "health", "problem", "last_triggered", "trigger_count", "suppressed_count"];

    /// <summary>Of groups and conditions inside each other.</summary>
    public const int DeepestNesting = LogicReader.DeepestNesting;

    public const int MostConditions = LogicReader.MostConditions;

    internal const string IdPattern = "^[a-z0-9]+(-[a-z0-9]+)*$";
    internal const int LongestId = 100;
    internal const int LongestName = 200;
    internal const int LongestText = 2000;
    internal static readonly TimeSpan ShortestRepeat = TimeSpan.FromMinutes(1);
    internal static readonly TimeSpan LongestWait = TimeSpan.FromDays(31);

    /// <returns>The rules that were read, and all mistakes; a rule with a mistake is not among the rules.</returns>
    public static (IReadOnlyList<RuleDefinition> Rules, IReadOnlyList<RuleDiagnostic> Mistakes) Read(string json, string? file)
    {
        var text = ReadText(json, file);
        return (text.Rules, text.Mistakes);
    }

    /// <summary>As <see cref="Read"/>, with the rules that have mistakes as far as they could be read.</summary>
    internal static RuleText ReadText(string json, string? file)
    {
        var mistakes = new RuleMistakes(file);
        var (rules, drafts) = (new List<RuleDefinition>(), new List<RuleDefinition>());
        var root = Parse(json, mistakes);
        foreach (var item in root is null ? [] : root.Kind == JsonValueKind.Array ? root.Items : [root])
        {
            var before = mistakes.Count;
            if (ReadRule(item, null, mistakes) is { } rule)
            {
                (mistakes.Count == before ? rules : drafts).Add(rule);
            }
        }

        return new(rules, drafts, mistakes.Found);
    }

    /// <summary>Reads a text that must be one rule.</summary>
    /// <param name="json">The text.</param>
    /// <param name="standardId">The rule's id when it names none; when that is null too, the id is made from the name.</param>
    public static RuleReading ReadOne(string json, string? standardId = null)
    {
        var mistakes = new RuleMistakes(file: null);
        var root = Parse(json, mistakes);
        return root is null ? new(null, NamesItsId: false, mistakes.Found) : ReadOne(root, standardId);
    }

    /// <summary>Reads a text that may hold one rule or an array of them, each on its own.</summary>
    public static RuleReadings ReadEach(string json)
    {
        var mistakes = new RuleMistakes(file: null);
        var root = Parse(json, mistakes);
        if (root is { Kind: JsonValueKind.Array, Items: [] })
        {
            mistakes.Add(root, "an array needs at least one rule");
        }

        return root switch
        {
            null => new(IsArray: false, [], mistakes.Found),
            { Kind: JsonValueKind.Array } => new(IsArray: true, [.. root.Items.Select(item => ReadOne(item, null))], mistakes.Found),
            _ => new(IsArray: false, [ReadOne(root, null)], mistakes.Found),
        };
    }

    /// <summary>The id of a rule that has only a name.</summary>
    public static string Slug(string name)
    {
        var slug = NotSlug().Replace(name.ToLowerInvariant(), "-").Trim('-');
        return slug.Length <= LongestId ? slug : slug[..LongestId].TrimEnd('-');
    }

    private static LocatedJson? Parse(string json, RuleMistakes mistakes)
    {
        try
        {
            return LocatedJson.Parse(json);
        }
        catch (NotUnicodeException fault)
        {
            mistakes.Add(fault.At.Line, fault.At.Column, fault.At.Path, fault.Message);
            return null;
        }
        catch (JsonException fault)
        {
            var line = (int)(fault.LineNumber ?? 0);
            mistakes.Add(line + 1, ColumnOf(json, line, (int)(fault.BytePositionInLine ?? 0)), "", $"is not valid JSON: {Sentence(fault.Message)}");
            return null;
        }
    }

    /// <summary>System.Text.Json counts bytes; people count characters.</summary>
    private static int ColumnOf(string json, int line, int bytesBefore)
    {
        var bytes = Encoding.UTF8.GetBytes(json.Split('\n').ElementAtOrDefault(line) ?? "");
        return Encoding.UTF8.GetCharCount(bytes, 0, Math.Min(bytesBefore, bytes.Length)) + 1;
    }

    private static RuleReading ReadOne(LocatedJson json, string? standardId)
    {
        var mistakes = new RuleMistakes(file: null);
        var rule = ReadRule(json, standardId, mistakes);
        var namesItsId = json.Members.Any(member => member is { Name: "id", Value.Kind: not JsonValueKind.Null });
        return new(rule, namesItsId, mistakes.Found);
    }

    private static RuleDefinition? ReadRule(LocatedJson json, string? standardId, RuleMistakes mistakes)
    {
        if (json.Kind != JsonValueKind.Object)
        {
            mistakes.Add(json, "a rule must be a JSON object");
            return null;
        }

        var fields = new FieldReader(json, mistakes);
        var name = fields.String("name", LongestName);
        if (string.IsNullOrWhiteSpace(name))
        {
            mistakes.Add(fields.Find("name") ?? json, "a rule needs a name");
        }

        var rule = new RuleDefinition
        {
            Id = ReadId(fields, name ?? "", standardId, json, mistakes),
            Name = name ?? "",
            Description = fields.String("description", LongestText),
            RunbookUrl = ReadUrl(fields, mistakes),
            Labels = fields.StringMap("labels"),
            Logic = LogicReader.Read(json, fields, mistakes),
            GroupBy = fields.Strings(GroupByField) ?? [],
            TimeWindow = fields.Duration("time_window", LogicReader.ShortestWindow, LogicReader.LongestWindow) ?? TimeSpan.FromMinutes(5),
            Cooldown = fields.Duration("cooldown", TimeSpan.Zero, LongestWait) ?? TimeSpan.FromMinutes(5),
            For = fields.Duration("for", TimeSpan.Zero, LongestWait) ?? TimeSpan.Zero,
            KeepFiringFor = fields.Duration("keep_firing_for", TimeSpan.Zero, LongestWait) ?? TimeSpan.Zero,
            RepeatInterval = fields.Duration("repeat_interval", ShortestRepeat, LongestWait),
            Priority = ReadPriority(fields, mistakes),
            NoData = ReadNoData(fields, mistakes),
            AutoResolve = fields.Bool("auto_resolve", true),
            IsActive = fields.Bool("is_active", true),
            Source = new(mistakes.File, json.Line),
        };
        rule = ReadActions(fields, mistakes, rule);
        fields.Ignore(ReadOnlyFields);
        fields.RefuseUnknown();
        return rule with { Positions = Positions(fields) };
    }

    private static Dictionary<string, SourcePosition> Positions(FieldReader fields)
    {
        var positions = new Dictionary<string, SourcePosition>();
        if (fields.Find(GroupByField) is { } groupBy)
        {
            positions[GroupByField] = groupBy.Position;
        }

        if (fields.Find("actions")?.Members.FirstOrDefault(member => member.Name == "channels").Value is { } channels)
        {
            positions[ChannelsField] = channels.Position;
        }

        return positions;
    }

    private static string ReadId(FieldReader fields, string name, string? standardId, LocatedJson json, RuleMistakes mistakes)
    {
        var id = fields.String("id", LongestId) ?? standardId ?? Slug(name);
        if (name.Length > 0 && !ValidSlug().IsMatch(id))
        {
            mistakes.Add(fields.Find("id") ?? json, "an id is 1 to 100 lower-case letters, digits and dashes, such as \"budget-spike\"");
        }

        return id;
    }

    private static string? ReadUrl(FieldReader fields, RuleMistakes mistakes)
    {
        var url = fields.String("runbook_url", LongestText);
        if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            mistakes.Add(fields.Find("runbook_url")!, "must be an http or https address");
        }

        return url;
    }

    private static AlertPriority ReadPriority(FieldReader fields, RuleMistakes mistakes)
    {
        var value = fields.Find("priority");
        switch (value)
        {
            case null:
                return AlertPriority.Medium;
            case { Kind: JsonValueKind.Number, Text: "0" or "1" or "2" or "3" }:
                return (AlertPriority)(value.Text[0] - '0');
            case { Kind: JsonValueKind.String } when EnumWords.TryParse<AlertPriority>(value.Text.ToLowerInvariant(), out var priority):
                return priority;
            default:
                mistakes.Add(value, "must be critical, high, medium or low (or 0 to 3)");
                return AlertPriority.Medium;
        }
    }

    private static NoDataPolicy ReadNoData(FieldReader fields, RuleMistakes mistakes)
    {
        switch (fields.Find("no_data"))
        {
            case null or { Kind: JsonValueKind.String, Text: "ok" }:
                return NoDataPolicy.Ok;
            case { Kind: JsonValueKind.String, Text: "alert" }:
                return NoDataPolicy.Alert;
            case { Kind: JsonValueKind.String, Text: "keep_last" }:
                return NoDataPolicy.KeepLast;
            case var value:
                mistakes.Add(value, "must be ok, alert or keep_last");
                return NoDataPolicy.Ok;
        }
    }

    private static RuleDefinition ReadActions(FieldReader fields, RuleMistakes mistakes, RuleDefinition rule)
    {
        var json = fields.Find("actions");
        if (json is null)
        {
            return rule;
        }

        if (json.Kind != JsonValueKind.Object)
        {
            mistakes.Add(json, "must be an object such as { \"channels\": [\"email\"] }");
            return rule;
        }

        var actions = new FieldReader(json, mistakes);
        var read = rule with { Channels = actions.Strings("channels"), SendResolved = actions.Bool("send_resolved", true) };
        actions.RefuseUnknown();
        return read;
    }

    /// <summary>System.Text.Json adds the position to its message, which is shown in front already.</summary>
    private static string Sentence(string message) => message.Split(" LineNumber:")[0].Split(" Path:")[0];

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotSlug();

    [GeneratedRegex(IdPattern)]
    private static partial Regex ValidSlug();
}
