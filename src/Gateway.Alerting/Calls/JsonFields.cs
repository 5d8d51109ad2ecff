using System.Text.Json;
using Gateway.Alerting.Text;
using Gateway.Alerting.Time;

namespace Gateway.Alerting.Calls;

/// <summary>
/// Reads the members of one JSON object leniently: absent, null and "" are the same, and every member
/// that is unknown or not what it must be leaves a sentence with its path, what is allowed and what was there.
/// </summary>
internal sealed class JsonFields(JsonElement json, string prefix, List<string> problems)
{
    /// <summary>How much of a wrong value a message repeats.</summary>
    private const int ShownLength = 60;

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Mistakes so far, in this object and around it.</summary>
    public int ProblemCount => problems.Count;

    public string? Text(string name, int maxLength)
    {
        if (!TryGet(name, out var value))
            return null;

        if (value.ValueKind == JsonValueKind.String && TextOf(value) is { } text && text.Length <= maxLength)
            return text.Length > 0 ? text : null;

        Refuse(name, $"must be text of at most {maxLength} characters", value);
        return null;
    }

    public bool? Flag(string name)
    {
        if (!TryGet(name, out var value))
            return null;

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();

        Refuse(name, "must be true or false", value);
        return null;
    }

    public long? Whole(string name, long max)
    {
        if (!TryGet(name, out var value))
            return null;

        // 200.0 is a whole number too: some writers know only one kind of number.
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number >= 0 && number <= max && decimal.IsInteger(number))
            return (long)number;

        Refuse(name, max == long.MaxValue ? "must be a whole number >= 0" : $"must be a whole number >= 0 and <= {max}", value);
        return null;
    }

    public decimal? Number(string name, decimal max)
    {
        if (!TryGet(name, out var value))
            return null;

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number >= 0 && number <= max)
            return number;

        Refuse(name, $"must be a number >= 0 and <= {max}", value);
        return null;
    }

    public T? Word<T>(string name)
        where T : struct, Enum
    {
        if (!TryGet(name, out var value))
            return null;

        if (value.ValueKind == JsonValueKind.String && EnumWords.TryParse<T>(TextOf(value), out var word))
            return word;

        Refuse(name, $"must be one of {EnumWords.Allowed<T>()}", value);
        return null;
    }

    public DateTimeOffset? Instant(string name)
    {
        if (!TryGet(name, out var value))
            return null;

        if (value.ValueKind == JsonValueKind.String && InstantText.TryParse(TextOf(value), out var instant))
            return instant;

        Refuse(name, $"must be {InstantText.Allowed}", value);
        return null;
    }

    public IReadOnlyList<string> Texts(string name, int maxCount, int maxLength)
    {
        if (!TryGet(name, out var value))
            return [];

        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= maxCount)
        {
            var texts = value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? TextOf(item) : null).ToList();
            if (texts.TrueForAll(text => text is { Length: > 0 } && text.Length <= maxLength))
                return texts!;
        }

        Refuse(name, $"must be an array of at most {maxCount} texts of 1 to {maxLength} characters", value);
        return [];
    }

    public JsonFields? Object(string name)
    {
        if (!TryGet(name, out var value))
            return null;

        if (value.ValueKind == JsonValueKind.Object)
            return new JsonFields(value, $"{prefix}{name}.", problems);

        Refuse(name, "must be an object", value);
        return null;
    }

    /// <summary>For a mistake that shows only when several members are looked at together.</summary>
    public void Refuse(string name, string words) => problems.Add($"{prefix}{name} {words}");

    /// <summary>Leaves a sentence for every member that was not asked for: a misspelt field would be lost in silence. Call it last.</summary>
    public void RefuseUnknown()
    {
        foreach (var member in json.EnumerateObject())
        {
            if (Unicode(() => member.Name) is not { } name)
                problems.Add($"{prefix.TrimEnd('.')} has a field whose name is no text");
            else if (!_known.Contains(name))
                Refuse(name[..Math.Min(name.Length, ShownLength)], $"is not a field; {NearestName.Hint(name, _known)}");
        }
    }

    private static string? TextOf(JsonElement value) => Unicode(value.GetString);

    /// <summary>Null for text that is no Unicode, such as half a surrogate pair or bytes that are not UTF-8.</summary>
    private static string? Unicode(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private bool TryGet(string name, out JsonElement value)
    {
        _known.Add(name);
        return json.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    private void Refuse(string name, string allowed, JsonElement value)
    {
        var raw = Unicode(value.GetRawText) ?? "no valid UTF-8";
        Refuse(name, $"{allowed}, was {(raw.Length > ShownLength ? raw[..ShownLength] + "…" : raw)}");
    }
}
