using System.Globalization;
using System.Text.Json;
using Gateway.Alerting.Text;
using Gateway.Alerting.Time;

namespace Gateway.Alerting.Rules.Reading;

/// <summary>
/// Reads the members of one JSON object by name and notes every mistake: wrong type, out of range, written twice, unknown.
/// Never stops at the first, so that people see all of them at once.
/// </summary>
internal sealed class FieldReader
{
    private const string WrittenTwice = "is written twice; keep one";

    private readonly LocatedJson _object;
    private readonly RuleMistakes _mistakes;
    private readonly Dictionary<string, LocatedJson> _fields = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ignored = new(StringComparer.Ordinal);

    public FieldReader(LocatedJson json, RuleMistakes mistakes)
    {
        (_object, _mistakes) = (json, mistakes);
        foreach (var (name, value) in json.Members)
        {
            if (!_fields.TryAdd(name, value))
            {
                mistakes.Add(value, WrittenTwice);
            }
        }
    }

    /// <summary>The member by its name or an alias; null when absent or <c>null</c>.</summary>
    public LocatedJson? Find(params ReadOnlySpan<string> names)
    {
        LocatedJson? found = null;
        foreach (var name in names)
        {
            _known.Add(name);
            found ??= _fields.GetValueOrDefault(name);
        }

        return found is { Kind: JsonValueKind.Null } ? null : found;
    }

    /// <summary>Two words for one thing: only one of them may be there.</summary>
    public void RefuseBoth(string name, string other)
    {
        if (Find(name) is not null && Find(other) is { } second)
        {
            _mistakes.Add(second, $"'{other}' is another word for '{name}'; keep one");
        }
    }

    public string? String(string name, int mostCharacters)
    {
        var value = Find(name);
        if (value is null)
        {
            return null;
        }

        if (value.Kind != JsonValueKind.String || value.Text.Length > mostCharacters)
        {
            _mistakes.Add(value, $"must be a text of at most {mostCharacters} characters");
            return null;
        }

        return value.Text;
    }

    public bool Bool(string name, bool fallback)
    {
        switch (Find(name))
        {
            case null:
                return fallback;
            case { Kind: JsonValueKind.True }:
                return true;
            case { Kind: JsonValueKind.False }:
                return false;
            case var value:
                _mistakes.Add(value, "must be true or false");
                return fallback;
        }
    }

    public double? Number(params ReadOnlySpan<string> names)
    {
        var value = Find(names);
        if (value is null)
        {
            return null;
        }

        if (value.Kind == JsonValueKind.Number && double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
        {
            return number;
        }

        _mistakes.Add(value, "must be a number");
        return null;
    }

    /// <summary>A number is minutes; a text has a unit.</summary>
    public TimeSpan? Duration(string name, TimeSpan least, TimeSpan most)
    {
        var value = Find(name);
        if (value is null)
        {
            return null;
        }

        if (value.Kind is JsonValueKind.Number or JsonValueKind.String
            && DurationText.TryParse(value.Text, TimeSpan.FromMinutes(1), out var duration, out _)
            && duration >= least && duration <= most)
        {
            // Whole milliseconds, as they can be written: nothing here is timed more finely.
            return new(duration.Ticks - (duration.Ticks % TimeSpan.TicksPerMillisecond));
        }

        _mistakes.Add(value, $"must be {DurationText.Allowed}, or a number of minutes, from {DurationText.Format(least)} to {DurationText.Format(most)}");
        return null;
    }

    public IReadOnlyList<LocatedJson>? Items(string name)
    {
        var value = Find(name);
        if (value is null or { Kind: JsonValueKind.Array })
        {
            return value?.Items;
        }

        _mistakes.Add(value, "must be an array");
        return null;
    }

    public IReadOnlyList<string>? Strings(string name)
    {
        var items = Items(name);
        foreach (var item in items?.Where(item => item.Kind != JsonValueKind.String) ?? [])
        {
            _mistakes.Add(item, "must be a text");
        }

        return items is null ? null : [.. items.Where(item => item.Kind == JsonValueKind.String).Select(item => item.Text)];
    }

    public IReadOnlyDictionary<string, string> StringMap(string name)
    {
        var value = Find(name);
        if (value is null)
        {
            return new Dictionary<string, string>();
        }

        if (value.Kind != JsonValueKind.Object || value.Members.Any(member => !IsScalar(member.Value)))
        {
            _mistakes.Add(value, "must be an object of texts");
            return new Dictionary<string, string>();
        }

        foreach (var (_, again) in value.Members.GroupBy(member => member.Name).SelectMany(same => same.Skip(1)))
        {
            _mistakes.Add(again, WrittenTwice);
        }

        return value.Members.DistinctBy(member => member.Name).ToDictionary(member => member.Name, member => ScalarText(member.Value), StringComparer.Ordinal);
    }

    /// <summary>These members may be there and mean nothing.</summary>
    public void Ignore(IEnumerable<string> names) => _ignored.UnionWith(names);

    /// <summary>Notes every member that nobody asked for. Call it last.</summary>
    public void RefuseUnknown()
    {
        foreach (var (name, value) in _object.Members.Where(member => !_known.Contains(member.Name) && !_ignored.Contains(member.Name) && !member.Name.StartsWith('$')))
        {
            _mistakes.Add(value, $"unknown field '{name}'; {NearestName.Hint(name, _known)}");
        }
    }

    private static bool IsScalar(LocatedJson value) =>
        value.Kind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;

    private static string ScalarText(LocatedJson value) => value.Kind switch
    {
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.Text,
    };
}
