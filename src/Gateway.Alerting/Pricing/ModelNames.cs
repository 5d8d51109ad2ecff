using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Alerting.Pricing;

/// <summary>
/// The names under which a price list may know a model, the most particular first. Each rule takes away one stated part of a name that says
/// <em>where, when or through whom</em>, never <em>what</em>: <c>gpt-5.4-mini</c> can never become <c>gpt-5.4</c>. In order:
/// <list type="number">
/// <item>the name itself, then percent-decoded (Bedrock ids in paths)</item>
/// <item>an ARN's last segment; without <c>models/</c>, <c>publishers/x/models/</c> and the provider's own name (<c>openai/</c>); of <c>ft:base:org::id</c> the part <c>ft:base</c></item>
/// <item>without Bedrock's <c>us.</c>, <c>eu.</c> … <c>global.</c></item>
/// <item>each of these without <c>-v1:0</c> or <c>:0</c>, without a full date (<c>-2026-03-05</c>, <c>-20260305</c>, <c>@20260305</c>, <c>@default</c>),
/// without <c>-latest</c>, without Gemini's <c>-001</c>, and last with Vertex' <c>@default</c></item>
/// </list>
/// Month-and-day snapshots (<c>-0613</c>) are not taken away: providers have priced them differently. A fine-tuned model is not its base: it costs more.
/// </summary>
internal static partial class ModelNames
{
    /// <summary>Longer names are nobody's model and are not looked up; they come from clients.</summary>
    public const int LongestName = 256;

    private static readonly string[] Regions = ["us.", "us-gov.", "eu.", "apac.", "au.", "jp.", "ca.", "global."];

    /// <param name="name">As on the wire.</param>
    /// <param name="providerNames">The provider's names, which some clients put in front.</param>
    public static IEnumerable<string> Candidates(string name, IReadOnlyList<string> providerNames) =>
        Bare(name, providerNames).SelectMany(Undated);

    private static IEnumerable<string> Bare(string name, IReadOnlyList<string> providerNames)
    {
        yield return name;

        var bare = name.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(name) : name;
        bare = WithoutPath(bare, providerNames);
        if (bare != name)
        {
            yield return bare;
        }

        if (Regions.FirstOrDefault(region => bare.StartsWith(region, StringComparison.OrdinalIgnoreCase)) is { } prefix)
        {
            yield return bare[prefix.Length..];
        }
    }

    private static string WithoutPath(string name, IReadOnlyList<string> providerNames)
    {
        if (name.StartsWith("arn:", StringComparison.Ordinal))
        {
            return name[(name.LastIndexOf('/') + 1)..];
        }

        if (FineTuned().Match(name) is { Success: true } tuned)
        {
            return tuned.Groups["base"].Value;
        }

        var bare = ModelsPath().Replace(name, "");
        var provider = providerNames.FirstOrDefault(known => bare.StartsWith(known + "/", StringComparison.OrdinalIgnoreCase));
        return provider is null ? bare : bare[(provider.Length + 1)..];
    }

    private static IEnumerable<string> Undated(string name)
    {
        yield return name;

        if (BedrockVersion().Match(name) is { Success: true } versioned)
        {
            name = versioned.Groups["stem"].Value;
            yield return name + versioned.Groups["major"].Value;
            yield return name;
        }

        if (Date().Match(name) is { Success: true } dated && IsDate(dated.Groups["day"].Value))
        {
            name = dated.Groups["stem"].Value;
            yield return $"{name}@{dated.Groups["day"].Value}";
            yield return $"{name}-{dated.Groups["day"].Value}";
            yield return name;
        }
        else if (Undatedly().Match(name) is { Success: true } floating)
        {
            name = floating.Groups["stem"].Value;
            yield return name;
        }

        yield return name + "@default";
    }

    private static bool IsDate(string day) =>
        DateOnly.TryParseExact(day.Replace("-", "", StringComparison.Ordinal), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    [GeneratedRegex("^(?<base>ft:[^:]+):")]
    private static partial Regex FineTuned();

    [GeneratedRegex("^(?:publishers/[^/]+/)?models/")]
    private static partial Regex ModelsPath();

    [GeneratedRegex(@"^(?<stem>.+?)(?<major>-v\d{1,3})?:\d{1,3}(?::\d{1,4}k)?$")]
    private static partial Regex BedrockVersion();

    [GeneratedRegex(@"^(?<stem>.+)[-@](?<day>20\d{2}-\d{2}-\d{2}|20\d{6})$")]
    private static partial Regex Date();

    [GeneratedRegex(@"^(?<stem>.+)(?:-latest|@latest|@default)$|^(?<stem>gemini-.+)-00\d$")]
    private static partial Regex Undatedly();
}
