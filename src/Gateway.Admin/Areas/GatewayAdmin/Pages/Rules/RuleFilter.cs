using Gateway.Alerting.Rules;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;

/// <summary>Which rules are meant. Every part that is null matches all.</summary>
internal sealed record RuleFilter
{
    /// <summary>Stands for the rules that name no channels; no channel can have this id.</summary>
    public const string ByRoutes = "*";

    /// <summary>Part of id, name or description; case does not matter.</summary>
    public string? Search { get; init; }

    public RuleStanding? State { get; init; }

    public AlertPriority? Priority { get; init; }

    /// <summary>A rule file as the rules name it, or <see cref="RuleEntry.FromApi"/>.</summary>
    public string? Source { get; init; }

    /// <summary>The id of a channel that the rule names, or <see cref="ByRoutes"/>.</summary>
    public string? Channel { get; init; }

    public static RuleFilter All { get; } = new();

    /// <summary>The file or the API, without the line.</summary>
    public static string SourceOf(RuleEntry entry) => entry.Definition?.Source.File is { } file && entry.IsFromFile ? file : RuleEntry.FromApi;

    public bool Matches(RuleView rule) =>
        (State is null || RuleStandings.Of(rule) == State)
        && (Priority is null || rule.Entry.Definition?.Priority == Priority)
        && (Source is null || SourceOf(rule.Entry) == Source)
        && (Channel is null || (rule.Entry.Definition is { } definition && Names(definition, Channel)))
        && (Search is null || RuleBook.IsFound(rule.Entry, Search));

    private static bool Names(RuleDefinition rule, string channel) => rule.Channels?.Contains(channel) ?? channel == ByRoutes;
}
