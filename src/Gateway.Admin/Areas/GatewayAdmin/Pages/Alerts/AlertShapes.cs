using System.ComponentModel;
using Gateway.Alerting.History;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

// How the API document shows what is read and written field by field.

internal sealed record AcknowledgeBody([property: Description("Kept among the alert's notes.")] string? Note = null);

internal sealed record ResolveBody([property: Description("Kept among the alert's notes.")] string? Notes = null);

internal sealed record NoteBody(string Text);

internal sealed record BulkBody(AlertAct Action, IReadOnlyList<string> Ids, [property: Description("Kept among the notes of each alert.")] string? Notes = null);

/// <summary>Beside the fields of <see cref="Alert"/>.</summary>
internal sealed record AlertDetailShape(IReadOnlyList<AlertEvent> Timeline, IReadOnlyList<NoteJson> Notes, IReadOnlyList<DeliverySummary> Deliveries);
