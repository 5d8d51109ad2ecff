namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;

/// <summary>What the buttons for several alerts send.</summary>
public sealed record AlertBulkForm
{
    /// <summary><c>acknowledge</c>, <c>resolve</c> or <c>delete</c>.</summary>
    public string? Act { get; init; }

    /// <summary>The ticked alerts.</summary>
    public string[] Ids { get; init; } = [];

    /// <summary>Not the ticked ones but all that match the page's filter.</summary>
    public bool All { get; init; }

    public string? Note { get; init; }
}
