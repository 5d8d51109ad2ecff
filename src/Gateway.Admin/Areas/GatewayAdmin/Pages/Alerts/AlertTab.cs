namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary>One tab of the history with how many alerts it holds under the present filter.</summary>
public sealed record AlertTab(string Key, string Word, long Count, bool IsCurrent, string Url);
