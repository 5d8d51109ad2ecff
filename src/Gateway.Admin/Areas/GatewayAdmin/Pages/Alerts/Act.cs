using Gateway.Alerting.History;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary>The buttons for an alert. <paramref name="View"/> is what comes back to replace it: its <c>row</c> or its <c>detail</c>.</summary>
public sealed record Act(Alert Alert, string View);
