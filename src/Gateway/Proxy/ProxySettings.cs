using Gateway.Alerting;
using Gateway.Alerting.Text;
using Yarp.ReverseProxy.Configuration;

namespace Gateway.Proxy;

/// <summary>The section <c>ReverseProxy</c> as YARP is about to read it. YARP itself passes over what it does not know, and names no key when it cannot read a value.</summary>
internal sealed record ProxySettings(Dictionary<string, RouteConfig> Routes, Dictionary<string, ClusterConfig> Clusters)
{
    public const string Section = "ReverseProxy";

    /// <exception cref="FormatException">Every mistake, a line each, with its key and what is allowed.</exception>
    public static IConfigurationSection Checked(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        string[] mistakes = [.. SettingsMistakes.In(section, typeof(ProxySettings), emptyIsAbsent: false), .. LostRoutes(section), .. UnusedClusters(section)];
        return mistakes.Length == 0 ? section : throw new FormatException(string.Join(Environment.NewLine, mistakes));
    }

    /// <summary>Routes to clusters that are not there: each of their calls would be a 503.</summary>
    private static IEnumerable<string> LostRoutes(IConfigurationSection section)
    {
        string[] clusters = [.. section.GetSection(nameof(Clusters)).GetChildren().Select(cluster => cluster.Key)];
        return section.GetSection(nameof(Routes)).GetChildren()
            .Select(route => route.GetSection(nameof(RouteConfig.ClusterId)))
            .Where(id => !clusters.Contains(id.Value, StringComparer.OrdinalIgnoreCase))
            .Select(id => $"{id.Path}: there is no cluster '{id.Value}'; {NearestName.Hint(id.Value ?? "", clusters)}");
    }

    /// <summary>Clusters that no route leads to. Most are misspelt: what was meant to change a shipped one would change nothing.</summary>
    private static IEnumerable<string> UnusedClusters(IConfigurationSection section)
    {
        string[] used = [.. section.GetSection(nameof(Routes)).GetChildren().Select(route => route[nameof(RouteConfig.ClusterId)]).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];
        return section.GetSection(nameof(Clusters)).GetChildren()
            .Where(cluster => !used.Contains(cluster.Key, StringComparer.OrdinalIgnoreCase))
            .Select(cluster => $"{cluster.Path}: no route leads to a cluster '{cluster.Key}'; {NearestName.Hint(cluster.Key, used)}");
    }
}
