using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Http;

/// <summary>One column of a CSV file.</summary>
internal sealed record CsvColumn<T>(string Name, Func<T, string?> Cell);

/// <summary>Writes CSV (RFC 4180) while rows are read. Every cell is quoted, and one that a spreadsheet would run as a formula gets a leading apostrophe.</summary>
internal static class CsvDownload
{
    private static readonly CsvConfiguration Configuration = new(CultureInfo.InvariantCulture)
    {
        InjectionOptions = InjectionOptions.Escape,
        ShouldQuote = _ => true,
        NewLine = "\r\n",
    };

    /// <summary>Writes asynchronously only: response streams refuse anything else.</summary>
    public static async Task WriteAsync<T>(HttpResponse response, IReadOnlyList<CsvColumn<T>> columns, IAsyncEnumerable<T> rows, CancellationToken cancellationToken)
    {
        var text = new StreamWriter(response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        await using (text)
        {
            var csv = new CsvWriter(text, Configuration, leaveOpen: true);
            await using (csv)
            {
                await WriteAsync(csv, columns.Select(column => column.Name));
                await foreach (var row in rows.WithCancellation(cancellationToken))
                    await WriteAsync(csv, columns.Select(column => column.Cell(row)));
            }
        }
    }

    public static string? Number<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    public static string? Number<T>(T? value)
        where T : struct, IFormattable => value is { } number ? Number(number) : null;

    private static Task WriteAsync(CsvWriter csv, IEnumerable<string?> cells)
    {
        foreach (var cell in cells)
            csv.WriteField(cell);
        return csv.NextRecordAsync();
    }
}
