using System.Globalization;
using Gateway.Admin.Areas.GatewayAdmin.Pages.Alerts;
using Gateway.Admin.Http;
using Gateway.Admin.Security;
using Gateway.Alerting;
using Gateway.Alerting.Delivery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Deliveries;

/// <summary><c>/admin/deliveries</c>: what became of every message, with every filter in the URL. With a filter that cannot be read it lists nothing.</summary>
public sealed class IndexModel(IDeliveryLog log, IDeliveryDesk desk, IAuthorizationService authorization) : PageModel
{
    public const int PageSize = 50;

    [BindProperty(SupportsGet = true)]
    public string? Status { get; set; }

    [BindProperty(SupportsGet = true, Name = "channel_id")]
    public string? ChannelId { get; set; }

    [BindProperty(SupportsGet = true, Name = "alert_id")]
    public string? AlertId { get; set; }

    [BindProperty(SupportsGet = true, Name = "digest_id")]
    public string? DigestId { get; set; }

    [BindProperty(SupportsGet = true)]
    public int Offset { get; set; }

    public DeliveryPage Deliveries { get; private set; } = new([], 0);

    public IReadOnlyList<string> Channels { get; private set; } = [];

    /// <summary>What cannot be read in the filter.</summary>
    public IReadOnlyList<string> Mistakes { get; private set; } = [];

    /// <summary>What the last act came to.</summary>
    public Notice? Notice { get; private set; }

    public bool IsFiltered => Filter != new DeliveryFilter();

    private DeliveryFilter Filter => new()
    {
        Status = EnumWords.TryParse<DeliveryStatus>(Status, out var status) ? status : null,
        ChannelId = Given(ChannelId),
        AlertId = Given(AlertId),
        DigestId = Given(DigestId),
    };

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Notice = Notice.Take(TempData);
        Channels = await log.ChannelsAsync(cancellationToken);
        Mistakes = Check();
        if (Mistakes.Count > 0)
        {
            return;
        }

        var total = (await log.ListAsync(Filter, 1, 0, cancellationToken)).Total;
        Offset = Math.Clamp(Offset, 0, (int)Math.Min(int.MaxValue, Math.Max(0, total - 1) / PageSize * PageSize));
        Deliveries = (await log.ListAsync(Filter, PageSize, Offset, cancellationToken)).For(User);
    }

    /// <summary>One message as a row: fetched when it was changed elsewhere.</summary>
    public async Task<IActionResult> OnGetRowAsync(string id, CancellationToken cancellationToken) =>
        await log.FindAsync(id, cancellationToken) is { } delivery ? Partial("_DeliveryRow", new DeliveryRow(delivery.For(User), null)) : NotFound();

    public async Task<IActionResult> OnPostResendAsync(string id, CancellationToken cancellationToken)
    {
        if (!(await authorization.AuthorizeAsync(User, AdminRoles.Operator)).Succeeded)
        {
            return StatusCode(StatusCodes.Status403Forbidden);
        }

        var said = await desk.ResendAsync(id, User.AdminName(), cancellationToken) switch
        {
            { Outcome: ResendOutcome.Conflict } refused => $"Not sent again. {refused.Reason}",
            { Outcome: ResendOutcome.Done } => "It waits to be sent again.",
            _ => null,
        };
        if (said is null || await log.FindAsync(id, cancellationToken) is not { } delivery)
        {
            return NotFound();
        }

        if (Htmx.IsRequest(Request))
        {
            return Partial("_DeliveryRow", new DeliveryRow(delivery.For(User), said));
        }

        new Notice(said, []).Keep(TempData);
        return LocalRedirect(UrlFor(Offset));
    }

    /// <summary>This page from another message on, keeping the filters.</summary>
    public string UrlFor(int offset = 0) => QueryHelpers.AddQueryString(
        Url.Content("~/admin/deliveries"),
        new (string Name, string? Value)[]
        {
            ("status", Status),
            ("channel_id", ChannelId),
            ("alert_id", AlertId),
            ("digest_id", DigestId),
            ("offset", offset == 0 ? null : offset.ToString(CultureInfo.InvariantCulture)),
        }.Where(part => Given(part.Value) is not null).Select(part => KeyValuePair.Create(part.Name, part.Value)));

    private IReadOnlyList<string> Check()
    {
        var query = PageQuery.Of(Request);
        _ = DeliveryQuery.Filter(query);
        query.Whole("offset", 0, int.MaxValue, 0);
        query.RefuseOthers([.. DeliveryQuery.Parameters.Select(parameter => parameter.Name), "offset"]);
        return query.Mistakes;
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

/// <summary>One row of the list.</summary>
/// <param name="Delivery">The message.</param>
/// <param name="Said">What an act on it came to, for the status region.</param>
public sealed record DeliveryRow(DeliveryRecord Delivery, string? Said);
