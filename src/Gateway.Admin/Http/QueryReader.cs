using System.Globalization;
using Gateway.Alerting;
using Gateway.Alerting.Time;
using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Http;

/// <summary>
/// Reads query parameters and collects every mistake, each under its parameter's name with what is allowed. Absent and empty are the same.
/// Read all parameters, then ask for <see cref="Problem"/>.
/// </summary>
internal sealed class QueryReader(IQueryCollection query)
{
    private readonly Dictionary<string, string[]> _errors = [];

    /// <summary>The query of an endpoint that announces its parameters by <see cref="QueryDocumentation.WithQuery"/>: any other one is a mistake like those that reading finds.</summary>
    public static QueryReader Of(HttpRequest request)
    {
        var query = new QueryReader(request.Query);
        query.RefuseOthers(QueryDocumentation.Known(request.HttpContext));
        return query;
    }

    /// <summary>A 400 answer that names every mistake; null when there are none.</summary>
    public IResult? Problem => _errors.Count == 0
        ? null
        : Results.ValidationProblem(_errors, detail: "Query parameters that cannot be read; 'errors' says which and what is allowed.");

    /// <summary>Every mistake as a sentence, for a page.</summary>
    public IReadOnlyList<string> Mistakes => [.. _errors.SelectMany(error => error.Value.Select(words => $"{error.Key} {words}."))];

    public string? Text(string name, int maxLength = 512)
    {
        if (Raw(name) is not { } text)
            return null;

        if (text.Length <= maxLength)
            return text;

        Refuse(name, $"must be at most {maxLength} characters, has {text.Length}");
        return null;
    }

    public DateTimeOffset? Instant(string name)
    {
        if (Raw(name) is not { } text)
            return null;

        // A plus sign that was not encoded arrives as a space: 09:30:00 01:00.
        if (InstantText.TryParse(text, out var instant) || InstantText.TryParse(PlusForLastSpace(text), out instant))
            return instant;

        Refuse(name, $"must be {InstantText.Allowed}, was \"{text}\"");
        return null;
    }

    public int Whole(string name, int min, int max, int standard)
    {
        if (Raw(name) is not { } text)
            return standard;

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;

        Refuse(name, $"must be a whole number from {min} to {max}, was \"{text}\"");
        return standard;
    }

    public bool? Flag(string name)
    {
        switch (Raw(name))
        {
            case null: return null;
            case "true": return true;
            case "false": return false;
            case var text:
                Refuse(name, $"must be true or false, was \"{text}\"");
                return null;
        }
    }

    public T? Word<T>(string name)
        where T : struct, Enum
    {
        if (Raw(name) is not { } text)
            return null;

        if (EnumWords.TryParse<T>(text, out var value))
            return value;

        Refuse(name, $"must be one of {EnumWords.Allowed<T>()}, was \"{text}\"");
        return null;
    }

    /// <summary>A day of the calendar, from the years that gateways have seen.</summary>
    public DateOnly? Day(string name)
    {
        if (Raw(name) is not { } text)
            return null;

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and < 3000)
            return day;

        Refuse(name, $"must be a day such as 2026-03-14, was \"{text}\"");
        return null;
    }

    public string OneOf(string name, string standard, params string[] allowed)
    {
        if (Raw(name) is not { } text)
            return standard;

        if (allowed.Contains(text, StringComparer.Ordinal))
            return text;

        Refuse(name, $"must be one of {string.Join(", ", allowed)}, was \"{text}\"");
        return standard;
    }

    /// <summary>For a mistake that shows only when several parameters are looked at together, or in use.</summary>
    public void Refuse(string name, string words) => _errors[name] = [.. _errors.GetValueOrDefault(name, []), words];

    /// <summary>Refuses what nobody reads: a name that is misspelt must not look as if it worked.</summary>
    public void RefuseOthers(params IReadOnlyCollection<string> known)
    {
        foreach (var name in query.Keys.Where(name => !known.Contains(name)))
        {
            Refuse(name, known.Count == 0 ? "is not known; there are no parameters here" : $"is not known; allowed: {string.Join(", ", known)}");
        }
    }

    private string? Raw(string name)
    {
        var values = query[name];
        if (values.Count > 1)
            Refuse(name, "must be given once");

        return values.Count == 1 && !string.IsNullOrWhiteSpace(values[0]) ? values[0] : null;
    }

    private static string PlusForLastSpace(string text) =>
        text.LastIndexOf(' ') is > 0 and var space ? $"{text[..space]}+{text[(space + 1)..]}" : text;
}
