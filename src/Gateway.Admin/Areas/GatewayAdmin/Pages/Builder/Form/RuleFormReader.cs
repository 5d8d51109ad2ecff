using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Builder.Form;

/// <summary>Reads the builder's fields. Takes them as they are: what is wrong with them shows when the rule is read.</summary>
internal static class RuleFormReader
{
    /// <summary>More than any field may hold is cut off before it is looked at.</summary>
    private const int LongestValue = 10_000;

    /// <summary>Deeper than a rule may be, so that the reader can say so; and no deeper, because what is sent may be anything.</summary>
    private const int DeepestNesting = 12;

    private const int MostRows = 200;

    public static RuleForm Read(IFormCollection fields) => new()
    {
        Id = Text(fields, "id"),
        Name = Text(fields, "name"),
        Description = Text(fields, "description").ReplaceLineEndings("\n"),
        RunbookUrl = Text(fields, "runbook_url"),
        Labels = ReadPairs(fields, "labels"),
        Logic = ReadNode(fields, "logic", 1),
        GroupBy = WithTag(ReadChoices(fields, "group_by"), Text(fields, "group_by.tag").Trim()),
        TimeWindow = Text(fields, "time_window"),
        Cooldown = Text(fields, "cooldown"),
        For = Text(fields, "for"),
        KeepFiringFor = Text(fields, "keep_firing_for"),
        RepeatInterval = Text(fields, "repeat_interval"),
        Priority = Text(fields, "priority"),
        NoData = Text(fields, "no_data"),
        AutoResolve = fields.ContainsKey("auto_resolve"),
        IsActive = fields.ContainsKey("is_active"),
        Channels = ReadChoices(fields, "actions.channels"),
        TellsNobody = fields.ContainsKey("actions.nobody"),
        SendResolved = fields.ContainsKey("actions.send_resolved"),
    };

    private static NodeForm ReadNode(IFormCollection fields, string path, int depth) => fields.ContainsKey(path + ".type")
        ? new() { Type = Text(fields, path + ".type"), Conditions = depth < DeepestNesting ? ReadNodes(fields, path, depth) : [] }
        : new()
        {
            Metric = Text(fields, path + ".metric"),
            Operator = Text(fields, path + ".operator"),
            Threshold = Text(fields, path + ".threshold").Trim(),
            CompareTo = Text(fields, path + ".compare_to"),
            TimeWindow = Text(fields, path + ".time_window").Trim(),
            Recovery = Text(fields, path + ".recovery").Trim(),
            MinRequests = Text(fields, path + ".min_requests").Trim(),
            Filter = ReadPairs(fields, path + ".filter"),
        };

    private static List<NodeForm> ReadNodes(IFormCollection fields, string path, int depth) =>
    [
        .. Rows(path + ".conditions")
            .TakeWhile(row => fields.ContainsKey(row + ".type") || fields.ContainsKey(row + ".metric"))
            .Select(row => ReadNode(fields, row, depth + 1)),
    ];

    private static List<PairForm> ReadPairs(IFormCollection fields, string path) =>
    [
        .. Rows(path)
            .TakeWhile(row => fields.ContainsKey(row + ".name"))
            .Select(row => new PairForm(Text(fields, row + ".name").Trim(), Text(fields, row + ".value"))),
    ];

    private static IEnumerable<string> Rows(string path) => Enumerable.Range(0, MostRows).Select(index => string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"));

    private static Choices ReadChoices(IFormCollection fields, string name)
    {
        var offered = fields[name + ".offered"].OfType<string>().Take(MostRows).ToList();
        var chosen = fields[name].OfType<string>().Take(MostRows).ToList();
        return new([.. offered.Union(chosen)], chosen);
    }

    private static Choices WithTag(Choices groups, string tag) => tag.Length == 0 || groups.Chosen.Contains("tag:" + tag)
        ? groups
        : new([.. groups.Offered.Append("tag:" + tag).Distinct()], [.. groups.Chosen, "tag:" + tag]);

    private static string Text(IFormCollection fields, string name)
    {
        var text = fields[name] is [{ } first, ..] ? first : "";
        return text.Length <= LongestValue ? text : text[..LongestValue];
    }
}
