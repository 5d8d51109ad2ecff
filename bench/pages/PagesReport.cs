using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Gateway.PagesBench;

/// <summary>Asks and writes down.</summary>
internal static class PagesReport
{
    public const string Heading = "# Pages bench";

    /// <summary>A gateway runs for days: past so many the runtime has compiled what a page runs through to its last form.</summary>
    private const int WarmUp = 40;
    private const int Requests = 15;

    /// <summary>In milliseconds: what takes longer is asked less often.</summary>
    private const double Slow = 1_000;
    private const int FewRequests = 3;
    private const int FirstLoadAim = 60_000;

    public static async Task<string> MeasureAsync(PublishedGateway gateway, string about)
    {
        var text = new StringBuilder();
        text.AppendLine(Heading);
        text.AppendLine();
        text.AppendLine($"`bench/pages.sh`, {DateTime.UtcNow:yyyy-MM-dd}, {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}: {about}. {Requests} requests each after {WarmUp} to warm up ({FewRequests} where one takes a second), one after another, to the last byte; processor time is the gateway's.");
        text.AppendLine();
        text.AppendLine("| page or answer | median ms | slowest ms | CPU ms | kB | aim for the median |");
        text.AppendLine("|---|--:|--:|--:|--:|---|");
        foreach (var question in await Question.AllAsync(gateway))
        {
            var row = await AskAsync(gateway, question);
            Console.WriteLine(row);
            text.AppendLine(row);
        }

        text.AppendLine();
        await AppendFirstLoadAsync(gateway, text);
        return text.ToString();
    }

    private static async Task<string> AskAsync(PublishedGateway gateway, Question question)
    {
        var slowest = 0.0;
        for (var request = 0; request < WarmUp && slowest < Slow; request++)
            slowest = (await gateway.TimeAsync(question.Path)).Ms;
        var (cpu, times, bytes) = (gateway.Cpu, new List<double>(), 0);
        var requests = slowest < Slow ? Requests : FewRequests;
        for (var request = 0; request < requests; request++)
        {
            (var took, bytes) = await gateway.TimeAsync(question.Path);
            times.Add(took);
        }

        times.Sort();
        var median = times[requests / 2];
        var verdict = median <= question.AimMs ? "met" : "missed";
        return $"| {question.Name} | {median:0.0} | {times[^1]:0.0} | {(gateway.Cpu - cpu).TotalMilliseconds / requests:0.0} | {bytes / 1000.0:0} | {question.AimMs:0}: {verdict} |";
    }

    /// <summary>All that a browser fetches for a first page, as it accepts it: what its HTML names and what those modules import at once.</summary>
    private static async Task AppendFirstLoadAsync(PublishedGateway gateway, StringBuilder text)
    {
        text.AppendLine("| first load of | HTML kB | styles, script, icon kB | together | aim |");
        text.AppendLine("|---|--:|--:|--:|---|");
        foreach (var path in new[] { "/admin", "/admin/alerts", "/admin/rules", "/admin/analytics", "/admin/calls" })
        {
            var html = (await gateway.TimeAsync(path, compressed: true)).Bytes;
            var assets = 0;
            foreach (var asset in await AssetsAsync(gateway, path))
                assets += (await gateway.TimeAsync(asset, compressed: true)).Bytes;
            var verdict = html + assets <= FirstLoadAim ? "met" : "missed";
            text.AppendLine($"| `{path}` | {html / 1000.0:0.0} | {assets / 1000.0:0.0} | {(html + assets) / 1000.0:0.0} | ≤ {FirstLoadAim / 1000} kB compressed, without charts: {verdict} |");
        }
    }

    private static async Task<IEnumerable<string>> AssetsAsync(PublishedGateway gateway, string path)
    {
        var named = Regex.Matches(await gateway.TextAsync(path), "<(?:link|script)[^>]+(?:href|src)=\"([^\"]+)\"").Select(match => match.Groups[1].Value).ToList();
        foreach (var script in named.Where(asset => asset.EndsWith(".js", StringComparison.Ordinal)).ToList())
        {
            var imports = Regex.Matches(await gateway.TextAsync(script), "(?:import|from)\\s*\"\\./([^\"]+)\"").Select(match => script[..(script.LastIndexOf('/') + 1)] + match.Groups[1].Value);
            named.AddRange(imports);
        }

        return named.Distinct();
    }
}
