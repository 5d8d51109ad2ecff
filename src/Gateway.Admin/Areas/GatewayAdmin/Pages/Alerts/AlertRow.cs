using Gateway.Alerting.History;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary>An alert in the list, with what to say after an act on it.</summary>
public sealed record AlertRow(Alert Alert, string? Message);
