using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;

namespace Gateway.Admin.Http;

/// <summary>Sends pages, and the JSON that they load with, compressed, a tenth of their size. Has its own settings: those of a host that compresses too stay as they are.</summary>
/// <remarks>
/// Over HTTPS as well. What could be guessed from lengths is the anti-forgery token, and that is encrypted anew for every answer.
/// </remarks>
internal static class PageCompression
{
    private static readonly ResponseCompressionOptions Settings = new()
    {
        EnableForHttps = true,
        MimeTypes = ["text/html", "application/json"],
        Providers =
        {
            new BrotliCompressionProvider(new BrotliCompressionProviderOptions { Level = CompressionLevel.Optimal }),
            new GzipCompressionProvider(new GzipCompressionProviderOptions { Level = CompressionLevel.Optimal }),
        },
    };

    public static IApplicationBuilder UsePageCompression(this IApplicationBuilder app) =>
        app.UseMiddleware<ResponseCompressionMiddleware>(new ResponseCompressionProvider(app.ApplicationServices, Options.Create(Settings)));
}
