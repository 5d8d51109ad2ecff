using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Http;

/// <summary>Answers that browsers save as a file.</summary>
internal static class Download
{
    /// <summary>Such as <c>calls-20260314T120000Z.csv</c>, with the content type that goes with <paramref name="format"/>: csv, json or ndjson.</summary>
    public static void Name(HttpResponse response, string what, string format, DateTimeOffset now)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{what}-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}.{format}");
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        response.ContentType = format switch
        {
            "csv" => "text/csv; charset=utf-8",
            "json" => "application/json",
            _ => "application/x-ndjson",
        };
    }
}
