using Microsoft.Extensions.Options;

namespace Gateway.Capture;

/// <summary>The settings section <c>Capture</c>.</summary>
public sealed class CaptureOptions
{
    public const string Section = "Capture";

    /// <summary>Request header that names the end user. Never forwarded when it is one of ours (<c>X-Gateway-*</c>).</summary>
    public string UserHeader { get; set; } = "X-Gateway-User";

    public string TeamHeader { get; set; } = "X-Gateway-Team";

    public string SessionHeader { get; set; } = "X-Gateway-Session";

    /// <summary>Request header with tags, separated by commas.</summary>
    public string TagsHeader { get; set; } = "X-Gateway-Tags";

    /// <summary>Ask OpenAI-style chat streams for their usage and take the extra chunk out again.</summary>
    public bool IncludeUsage { get; set; } = true;

    /// <summary>Only <c>false</c> is possible: prompts and answers are never stored.</summary>
    public bool StoreBodies { get; set; }
}

/// <summary>Refuses settings that cannot work; every message names the key, the value and the remedy.</summary>
internal sealed class CaptureOptionsValidator : IValidateOptions<CaptureOptions>
{
    public ValidateOptionsResult Validate(string? name, CaptureOptions options)
    {
        List<string> wrong =
        [
            .. Header(nameof(options.UserHeader), options.UserHeader),
            .. Header(nameof(options.TeamHeader), options.TeamHeader),
            .. Header(nameof(options.SessionHeader), options.SessionHeader),
            .. Header(nameof(options.TagsHeader), options.TagsHeader),
        ];
        if (options.StoreBodies)
            wrong.Add("Capture:StoreBodies is 'true', but prompts and answers are never stored: remove the key or set it to 'false'.");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static IEnumerable<string> Header(string key, string? value)
    {
        if (string.IsNullOrEmpty(value) || value.Length > 128 || !value.All(IsToken))
            yield return $"Capture:{key} is '{value}', which is no HTTP header name: use letters, digits and hyphens, such as 'X-Gateway-User'.";
    }

    /// <summary>RFC 9110 section 5.6.2.</summary>
    private static bool IsToken(char c) => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal);
}
