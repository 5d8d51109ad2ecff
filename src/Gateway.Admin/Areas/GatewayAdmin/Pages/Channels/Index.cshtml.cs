using Gateway.Alerting.Delivery.Configuration;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Channels;

/// <summary><c>/admin/channels</c>: every channel with how it is doing, and the types to add one of.</summary>
internal sealed class IndexModel(ChannelBook book) : PageModel
{
    public IReadOnlyList<ChannelView> Channels { get; private set; } = [];

    /// <summary>What to say after an act.</summary>
    public string? Said { get; private set; }

    /// <summary>Types by what they are for; the admin itself is always there.</summary>
    public static IEnumerable<IGrouping<ChannelGroup, IChannelType>> Types =>
        ChannelTypes.All.Where(type => type.Description.Group != ChannelGroup.Here).GroupBy(type => type.Description.Group).OrderBy(group => group.Key);

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        Said = TempData[EditModel.SaidKey] as string;
        Channels = await book.ListAsync(cancellationToken);
    }

    /// <summary>The list alone: fetched when something may have happened to a channel.</summary>
    public async Task<IActionResult> OnGetListAsync(CancellationToken cancellationToken)
    {
        Channels = await book.ListAsync(cancellationToken);
        return Partial("_List", this);
    }
}
