namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Builder.Form;

/// <summary>What the buttons of the logic do. Each answers the new logic and where the focus goes then.</summary>
internal static class LogicEdit
{
    /// <param name="root">The logic.</param>
    /// <param name="act">The button.</param>
    /// <param name="at">The node's place.</param>
    /// <returns>Null when there is no such button or node: what is sent may be anything.</returns>
    public static EditedLogic? Apply(NodeForm root, string act, IReadOnlyList<int> at)
    {
        if (Find(root, at) is not { } node)
        {
            return null;
        }

        return act switch
        {
            "add-condition" => Add(root, at, new NodeForm()),
            "add-group" => Add(root, at, NodeForm.Group(Other(node.Type), new NodeForm())),
            "add-filter" => new(Replace(root, at, node with { Filter = [.. node.Filter, PairForm.Empty] }), $"{NodePath.Of(at)}.filter[{node.Filter.Count}].name"),
            "duplicate" => at.Count == 0 ? Wrap(root, at, node, node) : new(Splice(root, at, 1, node, node), FirstField(node, [.. at.SkipLast(1), at[^1] + 1])),
            "indent" => Indent(root, at, node),
            "remove" => Remove(root, at),
            _ when at.Count == 0 => null,
            "up" => Move(root, at, node, -1),
            "down" => Move(root, at, node, +1),
            "outdent" => Outdent(root, at, node),
            _ => null,
        };
    }

    public static NodeForm? Find(NodeForm root, IReadOnlyList<int> at)
    {
        NodeForm? node = root;
        foreach (var place in at)
        {
            node = node?.Conditions.ElementAtOrDefault(place);
        }

        return node;
    }

    public static NodeForm Replace(NodeForm root, IReadOnlyList<int> at, NodeForm node) => at.Count == 0 ? node : Splice(root, at, 1, node);

    private static EditedLogic Add(NodeForm root, IReadOnlyList<int> at, NodeForm added)
    {
        var group = Find(root, at)!;
        return group.IsGroup
            ? new(Replace(root, at, group with { Conditions = [.. group.Conditions, added] }), FirstField(added, [.. at, group.Conditions.Count]))
            : Wrap(root, at, group, added);
    }

    /// <summary>A lone condition becomes a group with what is put beside it.</summary>
    private static EditedLogic Wrap(NodeForm root, IReadOnlyList<int> at, params NodeForm[] nodes) =>
        new(Replace(root, at, NodeForm.Group("AND", nodes)), FirstField(nodes[^1], [.. at, nodes.Length - 1]));

    /// <summary>Into the group just above it, or into a new one of its own.</summary>
    private static EditedLogic Indent(NodeForm root, IReadOnlyList<int> at, NodeForm node)
    {
        if (at.Count == 0 || at[^1] == 0 || Find(root, [.. at.SkipLast(1), at[^1] - 1]) is not { IsGroup: true, Type: not "NOT" } above)
        {
            var parent = at.Count == 0 ? null : Find(root, [.. at.SkipLast(1)])!.Type;
            return new(Replace(root, at, NodeForm.Group(Other(parent), node)), FirstField(node, [.. at, 0]));
        }

        int[] target = [.. at.SkipLast(1), at[^1] - 1];
        var without = Splice(root, at, 1);
        return new(Replace(without, target, above with { Conditions = [.. above.Conditions, node] }), FirstField(node, [.. target, above.Conditions.Count]));
    }

    /// <summary>Behind the group that it was in; a group that has nothing left goes.</summary>
    private static EditedLogic? Outdent(NodeForm root, IReadOnlyList<int> at, NodeForm node)
    {
        if (at.Count < 2)
        {
            return null;
        }

        int[] group = [.. at.SkipLast(1)];
        var left = Find(root, group)!;
        left = left with { Conditions = [.. left.Conditions.Where((_, index) => index != at[^1])] };
        return left.Conditions.Count == 0
            ? new(Splice(root, group, 1, node), FirstField(node, group))
            : new(Splice(root, group, 1, left, node), FirstField(node, [.. group.SkipLast(1), group[^1] + 1]));
    }

    private static EditedLogic? Move(NodeForm root, IReadOnlyList<int> at, NodeForm node, int by)
    {
        int[] target = [.. at.SkipLast(1), at[^1] + by];
        if (target[^1] < 0 || Find(root, target) is not { } other)
        {
            return null;
        }

        var moved = Replace(Replace(root, at, other), target, node);
        var isAtEnd = by < 0 ? target[^1] == 0 : Find(root, [.. at.SkipLast(1)])!.Conditions.Count == target[^1] + 1;
        return new(moved, $"{NodePath.Of(target)}.{((by < 0) == isAtEnd ? "down" : "up")}");
    }

    /// <summary>The focus goes to the row that has moved up, or to the end of the group.</summary>
    private static EditedLogic Remove(NodeForm root, IReadOnlyList<int> at)
    {
        if (at.Count == 0)
        {
            return new(NodeForm.Group("AND"), NodePath.Root + ".add-condition");
        }

        var left = Splice(root, at, 1);
        return Find(left, at) is { } next ? new(left, FirstField(next, at)) : new(left, NodePath.Of(at.SkipLast(1)) + ".add-condition");
    }

    /// <summary>Puts nodes in the place of some of a group.</summary>
    private static NodeForm Splice(NodeForm root, IReadOnlyList<int> at, int gone, params NodeForm[] nodes)
    {
        int[] parent = [.. at.SkipLast(1)];
        var group = Find(root, parent)!;
        return Replace(root, parent, group with { Conditions = [.. group.Conditions.Take(at[^1]), .. nodes, .. group.Conditions.Skip(at[^1] + gone)] });
    }

    private static string FirstField(NodeForm node, IReadOnlyList<int> at) => NodePath.Of(at) + (node.IsGroup ? ".type" : ".metric");

    private static string Other(string? type) => type == "OR" ? "AND" : "OR";
}

/// <param name="Logic">After the edit.</param>
/// <param name="Focus">The field or button that gets the focus.</param>
internal sealed record EditedLogic(NodeForm Logic, string Focus);
