using Microsoft.AspNetCore.Html;

namespace Gateway.Admin.Words;

/// <summary>The icons, drawn on a 16-pixel grid in the text's colour. Always beside a word, so hidden from screen readers.</summary>
internal static class Icons
{
    private static readonly Dictionary<string, string> Shapes = new()
    {
        // Severities differ in outline, so that they differ without colour.
        ["check"] = "<circle cx='8' cy='8' r='6.25'/><path d='m5.4 8.2 1.8 1.8 3.5-3.9'/>",
        ["circle"] = "<circle cx='8' cy='8' r='6.25'/><path d='M8 7.4v3.4M8 5v.2'/>",
        ["triangle"] = "<path d='M8 2.2 14.3 13.4H1.7Z'/><path d='M8 6.4v3.2M8 11.4v.1'/>",
        ["octagon"] = "<path d='M5.4 1.8h5.2l3.6 3.6v5.2l-3.6 3.6H5.4l-3.6-3.6V5.4Z'/><path d='M8 4.8v3.8M8 11v.1'/>",
        ["diamond"] = "<path class='solid' d='M8 .9 15.1 8 8 15.1.9 8Z'/><path class='cut' d='M8 4.6v4.2M8 11v.1'/>",
        ["dot"] = "<circle cx='8' cy='8' r='6.25'/><circle class='solid' cx='8' cy='8' r='2.4'/>",
        ["eye"] = "<path d='M1.5 8S4 3.6 8 3.6 14.5 8 14.5 8 12 12.4 8 12.4 1.5 8 1.5 8Z'/><circle cx='8' cy='8' r='1.9'/>",
        ["clock"] = "<circle cx='8' cy='8' r='6.25'/><path d='M8 4.4V8l2.4 1.6'/>",
        ["minus"] = "<circle cx='8' cy='8' r='6.25'/><path d='M5.4 8h5.2'/>",
        // Navigation and controls.
        ["overview"] = "<path d='M1.8 8.6h2.6l2-5.4 3.2 9.6 2-4.2h2.6'/>",
        ["alerts"] = "<path d='M8 1.8a4.2 4.2 0 0 0-4.2 4.2c0 3.6-1.5 4.8-1.5 5.6h11.4c0-.8-1.5-2-1.5-5.6A4.2 4.2 0 0 0 8 1.8ZM6.4 13.9h3.2'/>",
        ["analytics"] = "<path d='M2 13.8h12M3.6 13.4V8.6M7.2 13.4V4.4M10.8 13.4V6.8M14.2 13.4V2.4'/>",
        ["calls"] = "<path d='M2 4h12M2 8h12M2 12h7'/>",
        ["rules"] = "<path d='M2.5 4h6M11.5 4h2M2.5 8h2M7.5 8h6M2.5 12h7M12.5 12h1'/><circle cx='10' cy='4' r='1.5'/><circle cx='6' cy='8' r='1.5'/><circle cx='11' cy='12' r='1.5'/>",
        ["silences"] = "<path d='M4.2 4.4A4.2 4.2 0 0 0 3.8 6c0 3.6-1.5 4.8-1.5 5.6h9.2M6 2.3A4.2 4.2 0 0 1 12.2 6c0 2 .5 3.3 1 4.1M6.4 13.9h3.2M2 2l12 12'/>",
        ["settings"] = "<path d='M2 4.5h7M12.5 4.5H14M2 11.5h1.5M7 11.5h7'/><circle cx='10.7' cy='4.5' r='1.8'/><circle cx='5.2' cy='11.5' r='1.8'/>",
        ["reference"] = "<path d='m5 4.5-3.5 3.5L5 11.5M11 4.5l3.5 3.5-3.5 3.5M9.3 3 6.7 13'/>",
        ["search"] = "<circle cx='7' cy='7' r='4.6'/><path d='m10.4 10.4 3.6 3.6'/>",
        ["pause"] = "<path d='M5.5 3.5v9M10.5 3.5v9'/>",
        ["theme"] = "<circle cx='8' cy='8' r='6.25'/><path class='solid' d='M8 1.75a6.25 6.25 0 0 1 0 12.5Z'/>",
        ["exit"] = "<path d='M6 2.5H3v11h3M10.2 4.8 13.4 8l-3.2 3.2M13 8H6.4'/>",
        ["link"] = "<path d='M9.5 2.5h4v4M13.2 2.8 7.5 8.5M11.5 9v4.5h-9v-9H7'/>",
        ["back"] = "<path d='M9.8 3 4.8 8l5 5'/>",
        ["channels"] = "<path d='M2.5 6.2v3.6h2L10 13V3L4.5 6.2ZM12.2 5.8a3.2 3.2 0 0 1 0 4.4'/>",
        ["deliveries"] = "<path d='M14 2 1.8 6.8l5 2.4 2.4 5ZM14 2 6.8 9.2'/>",
        ["inbox"] = "<path d='M2 9.5 4.2 3h7.6L14 9.5V13H2ZM2 9.5h3.6l1 1.8h2.8l1-1.8H14'/>",
        ["up"] = "<path d='M8 13V3M3.8 7.2 8 3l4.2 4.2'/>",
        ["down"] = "<path d='M8 3v10M3.8 8.8 8 13l4.2-4.2'/>",
        ["indent"] = "<path d='M2.5 3v10M6 8h7.5M10.2 4.7 13.5 8l-3.3 3.3'/>",
        ["outdent"] = "<path d='M13.5 3v10M10 8H2.5M5.8 4.7 2.5 8l3.3 3.3'/>",
        ["copy"] = "<path d='M5.5 5.5h8v8h-8ZM10.5 5.5v-3h-8v8h3'/>",
        ["remove"] = "<path d='M4 4l8 8M12 4l-8 8'/>",
        ["plus"] = "<path d='M8 3v10M3 8h10'/>",
        ["note"] = "<path d='M2.5 3h11v8h-6l-3 2.6V11h-2Z'/>",
    };

    public static IHtmlContent Draw(string name) => new HtmlString(
        $"<svg class='icon' viewBox='0 0 16 16' width='16' height='16' aria-hidden='true' focusable='false'>{Shapes[name]}</svg>");
}
