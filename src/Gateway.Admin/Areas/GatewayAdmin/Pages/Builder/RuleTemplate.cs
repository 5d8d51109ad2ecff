using Gateway.Admin.Areas.GatewayAdmin.Pages.Builder.Form;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Builder;

/// <summary>A rule to start from: one of those that are shipped in <c>config/rules</c>, built into the program, so that it is there whatever became of the files.</summary>
/// <param name="Rule">What it says.</param>
/// <param name="Icon">A name from <see cref="Words.Icons"/>.</param>
internal sealed record RuleTemplate(RuleDefinition Rule, string Icon)
{
    private static readonly (string Id, string Icon)[] Shown =
    [
        ("budget-spike", "overview"),
        ("budget-of-the-day", "minus"),
        ("provider-outage", "octagon"),
        ("rate-limits", "pause"),
        ("slow-answers", "clock"),
        ("slower-than-yesterday", "up"),
        ("runaway-key", "triangle"),
        ("silence", "circle"),
        ("hanging-calls", "dot"),
        ("unpriced-model", "search"),
    ];

    public static IReadOnlyList<RuleTemplate> All { get; } = Load();

    public string Key => Rule.Id;

    public static RuleTemplate? Find(string? key) => All.FirstOrDefault(template => template.Key == key);

    /// <summary>A rule of one's own that says the same. It gets a new id, and is on.</summary>
    public RuleForm Start(IReadOnlyCollection<string> channels) => RuleForm.Of(
        Rule with { Id = "", IsActive = true, Channels = Rule.Channels?.Where(id => channels.Contains(ChannelIds.Canonical(id))).ToList() }, channels);

    private static List<RuleTemplate> Load()
    {
        var assembly = typeof(RuleTemplate).Assembly;
        var rules = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("templates/", StringComparison.Ordinal))
            .SelectMany(name => Read(assembly.GetManifestResourceStream(name)!))
            .ToDictionary(rule => rule.Id, StringComparer.Ordinal);
        return [.. Shown.Select(shown => new RuleTemplate(rules[shown.Id], shown.Icon))];
    }

    private static IReadOnlyList<RuleDefinition> Read(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return RuleReader.Read(reader.ReadToEnd(), file: null).Rules;
    }
}
