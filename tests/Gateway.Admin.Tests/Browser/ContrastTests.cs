using System.Globalization;
using System.Text.RegularExpressions;

namespace Gateway.Admin.Tests.Browser;

/// <summary>WCAG 2.2: text 4.5:1, controls and lines that carry meaning 3:1, on every ground, in every theme.</summary>
public sealed partial class ContrastTests
{
    private static readonly string[] Grounds = ["page", "sunken"];
    private static readonly string[] Texts = ["text", "quiet", "accent", "ok", "info", "warning", "error", "critical"];
    private static readonly string[] Lines = ["control-line", "ring", "spark", "series-1", "series-2", "series-3", "series-4", "series-5", "series-6", "series-other"];

    [Theory]
    [InlineData(":root {")]
    [InlineData(":root[data-theme=\"dark\"] {")]
    [InlineData("  :root[data-theme=\"system\"] {")]
    [InlineData(":root[data-theme=\"high-contrast\"] {")]
    public void Tokens_OfTheme_HaveEnoughContrast(string selector)
    {
        var colours = Read(selector);
        var weak = from ground in Grounds
                   from colour in Texts.Select(name => (Name: name, Least: 4.5)).Concat(Lines.Select(name => (Name: name, Least: 3.0)))
                   let contrast = Contrast(colours[colour.Name], colours[ground])
                   where contrast < colour.Least
                   select $"--{colour.Name} on --{ground}: {contrast:0.00} < {colour.Least}";
        Assert.Empty(weak);
        Assert.True(Contrast(colours["on-accent"], colours["accent"]) >= 4.5);
    }

    private static Dictionary<string, double> Read(string selector)
    {
        var css = File.ReadAllText(Path.Combine(Visit.Repository(), "src/Gateway.Admin/assets/css/tokens.css"));
        var start = css.IndexOf('\n' + selector, StringComparison.Ordinal);
        Assert.True(start >= 0, $"tokens.css has no '{selector}'");
        var block = css[start..css.IndexOf('}', start)];
        return Token().Matches(block).ToDictionary(match => match.Groups[1].Value, match => Luminance(match.Groups[2].Value));
    }

    private static double Contrast(double one, double other) => (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);

    private static double Luminance(string hex) => (0.2126 * Channel(hex[..2])) + (0.7152 * Channel(hex[2..4])) + (0.0722 * Channel(hex[4..]));

    private static double Channel(string hex)
    {
        var value = int.Parse(hex, NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255d;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }

    [GeneratedRegex("--([a-z0-9-]+): #([0-9a-f]{6});")]
    private static partial Regex Token();
}
