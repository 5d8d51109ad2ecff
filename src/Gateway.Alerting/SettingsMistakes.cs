using System.Collections;
using System.Globalization;
using System.Reflection;
using Gateway.Alerting.Text;
using Microsoft.Extensions.Configuration;

namespace Gateway.Alerting;

/// <summary>
/// What readers of a section pass over in silence or refuse without its key: keys that no property takes, values that are none of their kind,
/// and one value where a list or a section belongs. A setting that does nothing must not look as if it worked.
/// </summary>
public static class SettingsMistakes
{
    /// <param name="at">Where the settings stand.</param>
    /// <param name="type">The options that are read from there; theirs are the names and kinds.</param>
    /// <param name="emptyIsAbsent">Whether the reader takes an empty value for none, as the configuration binder does.</param>
    /// <returns>A line a mistake, with the whole key and what is allowed. Values are told of numbers, times, switches and choices only: no secret is one.</returns>
    public static IEnumerable<string> In(IConfigurationSection at, Type type, bool emptyIsAbsent)
    {
        if (IsSection(type))
        {
            return [.. NotOneValue(at, $"a section; its settings are {string.Join(", ", Names(type))}"), .. at.GetChildren().SelectMany(child => OfSection(child, type, emptyIsAbsent))];
        }

        if (!IsMany(type))
        {
            return [.. at.GetChildren().Prepend(at).SelectMany(value => OfValue(value, type, emptyIsAbsent))];
        }

        var entry = type.GetGenericArguments()[^1];
        return [.. NotOneValue(at, $"a list or a section; write {at.Path}:0 or {at.Path}:<name>"), .. at.GetChildren().SelectMany(child => In(child, entry, emptyIsAbsent: false))];
    }

    /// <summary>What to say of a value that is none of its kind.</summary>
    /// <param name="key">The whole key.</param>
    /// <param name="value">As it is written.</param>
    /// <param name="kind">The full name of the type that was wanted.</param>
    public static string NotOfKind(string key, string? value, string kind) => $"{key}: '{value}' is not {Allowed(kind)}";

    private static IEnumerable<string> OfSection(IConfigurationSection child, Type type, bool emptyIsAbsent) =>
        Array.Find(Properties(type), property => property.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase)) is { } property
            ? In(child, property.PropertyType, emptyIsAbsent)
            : [$"{child.Path} is not a setting; {NearestName.Hint(child.Key, Names(type))}"];

    private static IEnumerable<string> NotOneValue(IConfigurationSection at, string but) =>
        string.IsNullOrEmpty(at.Value) ? [] : [$"{at.Path} is not one value but {but}"];

    private static IEnumerable<string> OfValue(IConfigurationSection at, Type type, bool emptyIsAbsent)
    {
        var kind = Nullable.GetUnderlyingType(type) ?? type;
        if (at.Value is not { } value || (value.Length == 0 && emptyIsAbsent) || IsOfKind(value, kind))
        {
            return [];
        }

        return [kind.IsEnum ? $"{at.Path}: '{value}' is not allowed; {NearestName.Hint(value, Enum.GetNames(kind))}" : NotOfKind(at.Path, value, kind.FullName!)];
    }

    /// <summary>As the configuration binder and YARP read it, without regard to where the machine is.</summary>
    private static bool IsOfKind(string value, Type kind) => kind switch
    {
        { IsEnum: true } => Enum.TryParse(kind, value, ignoreCase: true, out _),
        _ when kind == typeof(TimeSpan) => TimeSpan.TryParseExact(value, "c", CultureInfo.InvariantCulture, out _),
        _ when kind == typeof(bool) => bool.TryParse(value, out _),
        _ when kind == typeof(int) => int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        _ when kind == typeof(long) => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        _ when kind == typeof(Version) => value.Length == 0 || Version.TryParse(value.Contains('.', StringComparison.Ordinal) ? value : value + ".0", out _),
        _ => true,
    };

    private static string Allowed(string kind) => kind switch
    {
        "System.TimeSpan" => "a time such as 00:00:01 (hours:minutes:seconds)",
        "System.Boolean" => "true or false",
        "System.Version" => "a version such as 2 or 1.1",
        _ when kind.Contains("System.Int", StringComparison.Ordinal) => "a whole number",
        _ => $"a {kind.Split('.')[^1]}",
    };

    private static string[] Names(Type type) => [.. Properties(type).Select(property => property.Name)];

    private static PropertyInfo[] Properties(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite || IsMany(property.PropertyType))];

    /// <summary>Whether it has settings of its own: a class that is neither a value nor many.</summary>
    private static bool IsSection(Type type) => type.IsClass && !IsMany(type) && type.Namespace?.StartsWith("System", StringComparison.Ordinal) is false;

    /// <summary>Lists and dictionaries.</summary>
    private static bool IsMany(Type type) => type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type);
}
