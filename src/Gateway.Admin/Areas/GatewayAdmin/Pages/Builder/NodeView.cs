using System.Globalization;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Builder.Form;
using Gateway.Alerting.Rules.Reading;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Builder;

/// <summary>One group or condition of the logic as it is drawn.</summary>
/// <param name="Page">The builder.</param>
/// <param name="Node">What it says.</param>
/// <param name="Places">Where it stands.</param>
/// <param name="Siblings">How many there are in its group, itself included.</param>
/// <param name="Parent">The group around it; null for the root.</param>
internal sealed record NodeView(BuilderModel Page, NodeForm Node, IReadOnlyList<int> Places, int Siblings, NodeForm? Parent)
{
    public string Path => NodePath.Of(Places);

    /// <summary>From 1.</summary>
    public int Depth => Places.Count + 1;

    public int Index => Places is [.., var last] ? last : 0;

    /// <summary>"2.1": how people find it again. The root has none.</summary>
    public string Number => string.Join('.', Places.Select(place => (place + 1).ToString(CultureInfo.InvariantCulture)));

    /// <summary>"Condition 2 of 3 in group 1".</summary>
    public string Legend => Places.Count == 0
        ? Node.IsGroup ? "The logic" : "The condition"
        : $"{(Node.IsGroup ? "Group" : "Condition")} {Number}, {Index + 1} of {Siblings} in {(Places.Count == 1 ? "the logic" : "group " + Number[..Number.LastIndexOf('.')])}";

    public bool IsFull => Page.Form.Logic.Count >= RuleReader.MostConditions;

    /// <summary>A group inside this one would have no room for a condition.</summary>
    public bool IsDeep => Depth + 2 > RuleReader.DeepestNesting;

    /// <summary>Putting this into a group would push what is in it too deep.</summary>
    public bool CanIndent => Depth + HeightOf(Node) < RuleReader.DeepestNesting;

    public IEnumerable<NodeView> Children => Node.Conditions.Select((child, index) => new NodeView(Page, child, [.. Places, index], Node.Conditions.Count, Node));

    public FieldView Field(string name, string label) => new(Page, $"{Path}.{name}", label);

    private static int HeightOf(NodeForm node) => node.Conditions.Select(HeightOf).DefaultIfEmpty(0).Max() + (node.IsGroup ? 1 : 0);
}

/// <summary>One field with what is wrong with it.</summary>
/// <param name="Page">The builder.</param>
/// <param name="Name">The JSON path of what it sets.</param>
/// <param name="Label">For people.</param>
internal sealed record FieldView(BuilderModel Page, string Name, string Label)
{
    public string Id => NodePath.Id(Name);

    public string ErrorId => Id + "-wrong";

    public IReadOnlyList<string> Mistakes => [.. Page.Draft.MistakesOf(Name)];

    public string? Invalid => Mistakes.Count > 0 ? "true" : null;

    public bool HasFocus => Page.Focus == Name;

    public string Value { get; init; } = "";

    public string? Placeholder { get; init; }

    /// <summary>Under the field.</summary>
    public string? Hint { get; init; }

    /// <summary>A further name in <c>class</c>.</summary>
    public string? Look { get; init; }

    /// <summary>Id of a list of suggestions.</summary>
    public string? List { get; init; }

    public bool IsNumber { get; init; }

    public bool IsReshaping { get; init; }
}
