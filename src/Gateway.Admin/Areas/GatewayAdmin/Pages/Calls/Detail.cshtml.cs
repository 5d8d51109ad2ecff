using Gateway.Alerting;
using Gateway.Alerting.Calls;
using Gateway.Alerting.History;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Calls;

/// <summary><c>/admin/calls/{id}</c>: all that is known of one call, and how its price was made.</summary>
public sealed class DetailModel(ICallLog log, IAlertLog alerts, IPriceExplainer prices, IOptions<AlertingOptions> settings) : PageModel
{
    /// <summary>Alerts that opened within this time of the call are shown beside it.</summary>
    public static readonly TimeSpan Around = TimeSpan.FromMinutes(30);

    private const int MostAlerts = 8;

    public LlmCall Call { get; private set; } = null!;

    /// <summary>By the lists of now; null when none has the model.</summary>
    public PriceExplanation? Price { get; private set; }

    public DateOnly? PricesOf => prices.Updated;

    public string PriceFile => settings.Value.Prices;

    public AlertPage Alerts { get; private set; } = new([], 0);

    /// <summary>Whether the lists would make another price today than the call has.</summary>
    public bool HasMoved => Price is { Cost: var today } && Call.Cost.Status is PriceStatus.Priced or PriceStatus.Partial && Price.Cost.Amount != Call.Cost.Amount;

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken)
    {
        if (await log.FindAsync(id, cancellationToken) is not { } call)
        {
            return NotFound();
        }

        (Call, Price) = (call, prices.Explain(call));
        var nearby = new AlertFilter { From = call.StartedAt - Around, To = call.EndedAt + Around };
        Alerts = await alerts.ListAsync(nearby, AlertSort.Newest, MostAlerts, 0, cancellationToken);
        return Page();
    }

    /// <summary>The calls that have this in common with it.</summary>
    public string Same(string parameter, string value) => QueryHelpers.AddQueryString(Url.Content("~/admin/calls"), parameter, value);
}
