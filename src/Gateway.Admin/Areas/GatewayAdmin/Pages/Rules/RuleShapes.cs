using System.ComponentModel;
using System.Text.Json.Nodes;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;

// How the API document shows what is read and written field by field.

/// <summary>A rule; <see cref="Http.OpenApi.ApiShapes"/> fills it by the schema of rule files.</summary>
internal sealed record RuleShape;

internal sealed record BacktestBody(
    [property: Description("A rule as a rule file holds it, or the id of one in force.")] JsonNode Rule,
    DateTimeOffset From)
{
    [Description("Now when absent.")]
    public DateTimeOffset? To { get; init; }

    [Description("What to compare it with: a rule, an id, or an array of either.")]
    public JsonNode? Compare { get; init; }

    [Description("Whether the answer has what each condition read.")]
    public bool Series { get; init; }
}
