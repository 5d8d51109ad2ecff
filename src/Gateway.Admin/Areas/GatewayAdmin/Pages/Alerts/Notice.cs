using Gateway.Alerting.History;
using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary>What an act came to, with a line for each alert that it was refused for. Carried over a redirect, shown once.</summary>
public sealed record Notice(string Said, IReadOnlyList<string> Refused)
{
    /// <summary>The time within which alerts were acknowledged by this act, as <see cref="UndoRange"/> writes it; null where there is nothing to take back.</summary>
    public string? Undo { get; init; }

    private const string Key = "notice";

    /// <summary>More than these are counted: it travels in a cookie.</summary>
    private const int MostLines = 10;

    internal static Notice Of(AlertAct act, IReadOnlyList<AlertAction> actions)
    {
        var refused = actions.Where(action => action.Result is AlertActionResult.NotFound or AlertActionResult.Conflict).ToList();
        var lines = refused.Take(MostLines).Select(action => action.Alert is { } alert ? $"{alert.RuleName}: {AlertWords.WhyNot(act)}" : $"One of them: {AlertWords.NoSuchAlert}.").ToList();
        if (refused.Count > MostLines)
        {
            lines.Add($"… and {refused.Count - MostLines} more.");
        }

        var done = $"{actions.Count - refused.Count} {AlertWords.Done(act)}";
        return new(refused.Count == 0 ? $"{done}." : $"{done}, {refused.Count} not.", lines);
    }

    internal void Keep(ITempDataDictionary carried) => carried[Key] = new[] { Said, Undo ?? "" }.Concat(Refused).ToArray();

    internal static Notice? Take(ITempDataDictionary carried) =>
        carried[Key] is string[] and [var said, var undo, .. var refused] ? new(said, refused) { Undo = undo.Length == 0 ? null : undo } : null;
}
