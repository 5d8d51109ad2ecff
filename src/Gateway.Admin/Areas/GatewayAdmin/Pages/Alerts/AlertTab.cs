namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary>One tab of the history.</summary>
/// <param name="Key">Its status in the URL.</param>
/// <param name="Word">What people read.</param>
/// <param name="Count">How many alerts it holds under the present filter; null under one that cannot be read.</param>
/// <param name="IsCurrent">It is the one that is shown.</param>
/// <param name="Url">The page with it.</param>
public sealed record AlertTab(string Key, string Word, long? Count, bool IsCurrent, string Url);
