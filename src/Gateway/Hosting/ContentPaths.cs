namespace Gateway.Hosting;

/// <summary>Where settings, rules and assets are, whatever directory the program is started from.</summary>
internal static class ContentPaths
{
    /// <summary>The working directory when it holds an <c>appsettings.json</c>, else the program's own directory.</summary>
    public static WebApplicationOptions Options(string[] args)
    {
        var beside = AppContext.BaseDirectory;
        var working = Directory.GetCurrentDirectory();
        var webRoot = Path.Combine(beside, "wwwroot");
        return new()
        {
            Args = args,
            ContentRootPath = File.Exists(Path.Combine(working, "appsettings.json")) ? working : beside,
            // Set only when published: then the assets are there and nowhere else.
            WebRootPath = Directory.Exists(webRoot) ? webRoot : null,
        };
    }
}
