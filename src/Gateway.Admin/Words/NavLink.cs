namespace Gateway.Admin.Words;

/// <summary>One page of the main navigation.</summary>
/// <param name="Path">Where it is, below the path base.</param>
/// <param name="Icon">One of <see cref="Icons"/>.</param>
/// <param name="Word">What people call it.</param>
internal sealed record NavLink(string Path, string Icon, string Word)
{
    /// <summary>Its name where it has no word, such as in <c>go.overview</c>.</summary>
    public string Id => Path == AdminOptions.FixedPath ? "overview" : Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>Paths below another entry's that belong to this one.</summary>
    public string[] Also { get; init; } = [];

    /// <summary>In the order in which people need them.</summary>
    public static IReadOnlyList<NavLink> All { get; } =
    [
        new("/admin", "overview", "Overview"),
        new("/admin/alerts", "alerts", "Alerts"),
        new("/admin/rules", "rules", "Rules") { Also = ["/admin/alerts/builder"] },
        new("/admin/silences", "silences", "Silences"),
        new("/admin/analytics", "analytics", "Analytics"),
        new("/admin/calls", "calls", "Calls"),
        new("/admin/channels", "channels", "Channels"),
        new("/admin/deliveries", "deliveries", "Deliveries"),
        new("/admin/settings", "settings", "Settings"),
        new("/admin/api-reference", "reference", "API reference"),
    ];

    /// <summary>The entry that a page belongs to: the one with the longest path that leads to it; null for a page that has none. Every page is below the first.</summary>
    public static NavLink? For(string page) => All
        .SelectMany(link => link.Also.Append(link.Path), (link, path) => (Link: link, Path: path))
        .Where(entry => string.Equals(page.TrimEnd('/'), entry.Path, StringComparison.OrdinalIgnoreCase)
            || (entry.Path != AdminOptions.FixedPath && page.StartsWith(entry.Path + "/", StringComparison.OrdinalIgnoreCase)))
        .OrderByDescending(entry => entry.Path.Length)
        .Select(entry => entry.Link)
        .FirstOrDefault();
}
