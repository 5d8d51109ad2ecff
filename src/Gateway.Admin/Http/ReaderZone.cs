using Gateway.Admin.Security;
using Gateway.Alerting.People;
using Gateway.Alerting.Time;
using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Http;

/// <summary>The time zone in which somebody reads days and hours.</summary>
public sealed class ReaderZone(PreferencesDesk people, LocalDays calendar)
{
    /// <summary>Written by <c>zone.ts</c>.</summary>
    private const string Cookie = "gateway_time_zone";

    /// <summary>The reader's own setting, or the browser's as its script has noted it, or the gateway's.</summary>
    public TimeZoneInfo Of(HttpContext context)
    {
        var known = people.Of(context.User.AdminName()).TimeZone ?? (context.Request.Cookies[Cookie] is { } noted ? Uri.UnescapeDataString(noted) : null);
        return known is not null && TimeZoneInfo.TryFindSystemTimeZoneById(known, out var zone) ? zone : calendar.Zone;
    }
}
