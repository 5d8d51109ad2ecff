namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary>What somebody writes about an alert: trimmed, never empty, of a length that can be read.</summary>
internal static class AlertNote
{
    /// <summary>In UTF-16 units.</summary>
    public const int Longest = 2_000;

    /// <returns>Null when there is nothing in it.</returns>
    public static string? Trim(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().ReplaceLineEndings("\n");

    /// <param name="text">As it came.</param>
    /// <param name="path">Where it came from, for the mistake.</param>
    /// <param name="mistakes">Gets one when it is too long.</param>
    public static string? Read(string? text, string path, Dictionary<string, string[]> mistakes)
    {
        var note = Trim(text);
        if (note?.Length > Longest)
        {
            mistakes[path] = [$"must be at most {Longest} characters, has {note.Length}"];
        }

        return note;
    }
}
