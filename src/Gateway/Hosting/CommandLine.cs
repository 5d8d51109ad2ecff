using Gateway.Alerting.Text;
using Gateway.Cli;

namespace Gateway.Hosting;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Demo">Run against the simulated provider.</param>
/// <param name="Settings">Everything else: settings as <c>--Section:Key=value</c>.</param>
internal sealed record CommandLine(bool Demo, string[] Settings)
{
    private const string DemoSwitch = "--demo";

    /// <summary>What a setting may begin with: our sections, and what .NET hosts understand.</summary>
    private static readonly string[] Sections =
    [
        "ReverseProxy", "Capture", "Alerting", "Notifications", "Admin", "Demo",
        "Logging", "Kestrel", "AllowedHosts", "urls", "http_ports", "https_ports", "environment", "contentRoot", "webroot", "applicationName",
    ];

    /// <exception cref="FormatException">An argument is neither a switch nor a setting. The message names it and what is allowed.</exception>
    public static CommandLine Parse(string[] args)
    {
        var settings = args.Where(argument => argument != DemoSwitch).ToArray();
        for (var index = 0; index < settings.Length; index++)
        {
            var argument = settings[index];
            if (!argument.StartsWith("--", StringComparison.Ordinal))
            {
                throw new FormatException($"'{argument}' is not understood. Allowed: {DemoSwitch}, settings as --Section:Key=value, and the command '{GatewayCommands.Rules}' (see --help)");
            }

            Check(argument[2..].Split('=')[0]);
            if (!argument.Contains('='))
            {
                // "--key value" is as good as "--key=value".
                index++;
                if (index == settings.Length || settings[index].StartsWith("--", StringComparison.Ordinal))
                {
                    throw new FormatException($"'{argument}' has no value. Allowed: {DemoSwitch}, and settings as --Section:Key=value");
                }
            }
        }

        return new(args.Contains(DemoSwitch), settings);
    }

    private static void Check(string key)
    {
        var section = key.Split(':')[0];
        if (!Sections.Contains(section, StringComparer.OrdinalIgnoreCase))
        {
            throw new FormatException($"'--{key}' is not a setting; {NearestName.Hint(section, [.. Sections, "demo"])}");
        }
    }
}
