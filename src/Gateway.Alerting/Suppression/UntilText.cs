using System.Globalization;

namespace Gateway.Alerting.Suppression;

/// <summary>Ends as reasons name them: <c>07:00 Europe/Berlin</c>, with the date when that is a day or more away.</summary>
internal static class UntilText
{
    public static string Of(DateTimeOffset end, DateTimeOffset now, TimeZoneInfo zone)
    {
        var format = end - now < TimeSpan.FromDays(1) ? "HH:mm" : "yyyy-MM-dd HH:mm";
        return $"{TimeZoneInfo.ConvertTime(end, zone).ToString(format, CultureInfo.InvariantCulture)} {zone.Id}";
    }
}
