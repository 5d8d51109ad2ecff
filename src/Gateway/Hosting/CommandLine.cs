namespace Gateway.Hosting;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Demo">Run against the simulated provider.</param>
/// <param name="Settings">Everything else: settings as <c>--Section:Key=value</c>.</param>
internal sealed record CommandLine(bool Demo, string[] Settings)
{
    private const string DemoSwitch = "--demo";

    /// <exception cref="FormatException">An argument is neither a switch nor a setting.</exception>
    public static CommandLine Parse(string[] args)
    {
        var settings = args.Where(argument => argument != DemoSwitch).ToArray();
        for (var index = 0; index < settings.Length; index++)
        {
            // "--key value" is as good as "--key=value".
            var isValue = index > 0 && settings[index - 1].StartsWith("--", StringComparison.Ordinal) && !settings[index - 1].Contains('=');
            if (!settings[index].StartsWith("--", StringComparison.Ordinal) && !isValue)
            {
                throw new FormatException($"'{settings[index]}' is not understood. Allowed: {DemoSwitch}, and settings as --Section:Key=value");
            }
        }

        return new(args.Contains(DemoSwitch), settings);
    }
}
