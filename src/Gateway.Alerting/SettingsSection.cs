using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Gateway.Alerting;

/// <summary>Binds a section of the settings so that whatever is wrong in it stops the start with a line that names the whole key.</summary>
public static class SettingsSection
{
    /// <param name="services">Gets the options, bound to the host's configuration and checked at start.</param>
    /// <param name="section">Such as <c>Alerting</c>.</param>
    public static IServiceCollection AddSettings<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddOptions<T>().BindConfiguration(section).ValidateOnStart();
        return services.AddSingleton<IValidateOptions<T>>(provider => new Reading<T>(provider.GetRequiredService<IConfiguration>().GetSection(section)));
    }

    /// <summary>Refuses what the binder leaves unread. It could refuse some of that too, but names no whole key.</summary>
    private sealed class Reading<T>(IConfigurationSection section) : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options) =>
            SettingsMistakes.In(section, typeof(T), emptyIsAbsent: true).ToList() is { Count: > 0 } mistakes ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;
    }
}
