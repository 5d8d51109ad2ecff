namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Builder.Form;

/// <summary>A group or a condition of the logic as its fields hold it: text, right or wrong.</summary>
internal sealed record NodeForm
{
    /// <summary>AND, OR or NOT; null for a condition.</summary>
    public string? Type { get; init; }

    public IReadOnlyList<NodeForm> Conditions { get; init; } = [];

    public string Metric { get; init; } = "daily_cost";

    public string Operator { get; init; } = ">";

    public string Threshold { get; init; } = "";

    public string CompareTo { get; init; } = "";

    public string TimeWindow { get; init; } = "";

    public string Recovery { get; init; } = "";

    public string MinRequests { get; init; } = "";

    public IReadOnlyList<PairForm> Filter { get; init; } = [];

    public bool IsGroup => Type is not null;

    /// <summary>Conditions in it, itself included.</summary>
    public int Count => IsGroup ? Conditions.Sum(child => child.Count) : 1;

    public static NodeForm Group(string type, params IReadOnlyList<NodeForm> conditions) => new() { Type = type, Conditions = conditions };
}

/// <summary>A name with a value, such as a label or a part of a filter.</summary>
internal sealed record PairForm(string Name, string Value)
{
    public static PairForm Empty { get; } = new("", "");

    /// <summary>Rows that nobody filled in say nothing.</summary>
    public bool IsBlank => string.IsNullOrWhiteSpace(Name) && string.IsNullOrWhiteSpace(Value);
}

/// <summary>Boxes to tick. They keep their order while people tick: it is part of what a rule says.</summary>
/// <param name="Offered">Every box, in order.</param>
/// <param name="Chosen">The ticked ones, in the same order.</param>
internal sealed record Choices(IReadOnlyList<string> Offered, IReadOnlyList<string> Chosen)
{
    /// <summary>The chosen ones first, then what else there is.</summary>
    public static Choices Of(IEnumerable<string> chosen, IEnumerable<string> known)
    {
        var first = chosen.ToList();
        return new([.. first, .. known.Except(first)], first);
    }
}
