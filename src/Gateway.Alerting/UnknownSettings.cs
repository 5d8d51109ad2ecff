using System.Reflection;
using Gateway.Alerting.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Gateway.Alerting;

/// <summary>Refuses keys that no property takes: a setting that is misspelt must not look as if it worked. The binder could do that too, but names no whole key.</summary>
internal sealed class UnknownSettings<T>(IConfigurationSection section) : IValidateOptions<T>
    where T : class
{
    public ValidateOptionsResult Validate(string? name, T options) =>
        Unknown(section, typeof(T)).ToList() is { Count: > 0 } mistakes ? ValidateOptionsResult.Fail(mistakes) : ValidateOptionsResult.Success;

    private IEnumerable<string> Unknown(IConfigurationSection at, Type type)
    {
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        foreach (var child in at.GetChildren())
        {
            var property = Array.Find(properties, property => property.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            var mistakes = property is not null ? Below(child, property.PropertyType)
                : [$"{child.Path} is not a setting; {NearestName.Hint(child.Key, [.. properties.Select(property => property.Name)])}"];
            foreach (var mistake in mistakes)
            {
                yield return mistake;
            }
        }
    }

    /// <summary>Settings of our own types; of a list or a dictionary of such, those of each entry.</summary>
    private IEnumerable<string> Below(IConfigurationSection at, Type type)
    {
        var entry = type.IsGenericType ? type.GetGenericArguments()[^1] : null;
        return IsOurs(type) ? Unknown(at, type)
            : entry is not null && IsOurs(entry) ? at.GetChildren().SelectMany(child => Unknown(child, entry))
            : [];
    }

    private static bool IsOurs(Type type) => type.IsClass && type.Assembly == typeof(T).Assembly;
}
