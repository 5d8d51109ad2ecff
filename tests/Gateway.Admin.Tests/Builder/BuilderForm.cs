using System.Net;
using System.Text.RegularExpressions;

namespace Gateway.Admin.Tests.Builder;

/// <summary>The fields of the builder's form as a browser without scripts would send them, read from the page itself.</summary>
internal sealed partial class BuilderForm
{
    private BuilderForm(string html, List<KeyValuePair<string, string>> fields) => (Html, Fields) = (html, fields);

    public string Html { get; }

    public List<KeyValuePair<string, string>> Fields { get; }

    /// <summary>The rule as the page's JSON view shows it.</summary>
    public string Json => Decode(JsonArea().Match(Html).Groups[1].Value).TrimStart('\n');

    public string this[string name]
    {
        get => Fields.Single(field => field.Key == name).Value;
        set
        {
            Fields.RemoveAll(field => field.Key == name);
            Fields.Add(new(name, value));
        }
    }

    public static BuilderForm Read(string html)
    {
        var form = FormElement().Match(html).Value;
        var fields = new List<KeyValuePair<string, string>>();
        foreach (Match element in Field().Matches(form))
        {
            var attributes = Attribute().Matches(element.Groups["attributes"].Value).ToDictionary(match => match.Groups[1].Value, match => Decode(match.Groups[2].Value));
            if (attributes.TryGetValue("name", out var name) && ValueOf(element, attributes) is { } value && name != "json")
            {
                fields.Add(new(name, value));
            }
        }

        return new(html, fields);
    }

    /// <summary>The whole element with an id.</summary>
    public string Element(string id) => Regex.Match(Html, $"""<(\w+)[^>]*\bid="{Regex.Escape(id)}"[^>]*>[^<]*""").Value;

    private static string? ValueOf(Match element, Dictionary<string, string> attributes) => element.Groups["tag"].Value switch
    {
        "textarea" => Decode(element.Groups["content"].Value).TrimStart('\n'),
        "select" => Option().Matches(element.Groups["content"].Value) is { Count: > 0 } options
            ? Decode((options.FirstOrDefault(option => option.Groups[2].Success) ?? options[0]).Groups[1].Value)
            : null,
        _ when attributes.GetValueOrDefault("type") is "checkbox" or "radio" && !attributes.ContainsKey("checked") => null,
        _ => attributes.GetValueOrDefault("value", ""),
    };

    private static string Decode(string text) => WebUtility.HtmlDecode(text);

    [GeneratedRegex("""<form [^>]*id="builder-form".*?</form>""", RegexOptions.Singleline)]
    private static partial Regex FormElement();

    [GeneratedRegex("""<(?<tag>input|select|textarea)\b(?<attributes>[^>]*)>(?:(?<=<(?:select|textarea)\b[^>]*>)(?<content>.*?)</\k<tag>>)?""", RegexOptions.Singleline)]
    private static partial Regex Field();

    [GeneratedRegex("""([\w-]+)(?:="([^"]*)")?""")]
    private static partial Regex Attribute();

    [GeneratedRegex("""<option value="([^"]*)"[^>]*?( selected(?:="selected")?)?>""")]
    private static partial Regex Option();

    [GeneratedRegex("""<textarea id="f-json"[^>]*>(.*?)</textarea>""", RegexOptions.Singleline)]
    private static partial Regex JsonArea();
}
