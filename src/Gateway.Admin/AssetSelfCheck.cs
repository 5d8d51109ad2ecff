using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Admin;

/// <summary>
/// Says at start when the admin's script is missing or empty: a host with the wrong web root answers 200 with no bytes,
/// and pages would look dead without any error.
/// </summary>
internal sealed partial class AssetSelfCheck(IWebHostEnvironment environment, ILogger<AssetSelfCheck> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var script = environment.WebRootFileProvider.GetFileInfo("admin/assets/admin.js");
        if (!script.Exists || script.Length == 0)
        {
            AssetsMissing(environment.WebRootPath);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Error, Message = "The admin's script and styles are not below the web root {WebRoot}: pages will be plain and not live. Start the published program, or set the web root to its wwwroot folder")]
    private partial void AssetsMissing(string? webRoot);
}
