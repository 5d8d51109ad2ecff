namespace Gateway.Admin.Words;

/// <summary>Zones offered where one is asked for. Any other IANA name is taken too.</summary>
internal static class TimeZones
{
    public static IReadOnlyList<string> Common { get; } =
    [
        "UTC", "Europe/London", "Europe/Lisbon", "Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Rome", "Europe/Warsaw", "Europe/Athens", "Europe/Helsinki", "Europe/Istanbul",
        "Africa/Cairo", "Africa/Johannesburg", "Africa/Lagos", "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Dhaka", "Asia/Bangkok", "Asia/Jakarta", "Asia/Singapore", "Asia/Hong_Kong",
        "Asia/Shanghai", "Asia/Seoul", "Asia/Tokyo", "Australia/Perth", "Australia/Sydney", "Pacific/Auckland", "America/Sao_Paulo", "America/Argentina/Buenos_Aires", "America/Halifax",
        "America/New_York", "America/Toronto", "America/Chicago", "America/Mexico_City", "America/Denver", "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu",
    ];
}
