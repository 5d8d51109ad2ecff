using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Gateway.Alerting.Time;

/// <summary>Lengths of time as people write them: <c>30s</c>, <c>1h30m</c>, <c>30d</c>, <c>00:05:00</c>, or a bare number in a unit that the place defines. Never negative.</summary>
public static class DurationText
{
    /// <summary>What is allowed, to end a sentence with.</summary>
    public const string Allowed = "a length of time such as \"500ms\", \"30s\", \"5m\", \"1h30m\", \"7d\" or \"00:05:00\"";

    private static readonly (string Suffix, TimeSpan Unit)[] Units =
    [
        ("w", TimeSpan.FromDays(7)),
        ("d", TimeSpan.FromDays(1)),
        ("h", TimeSpan.FromHours(1)),
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)),
    ];

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    private static readonly string[] ClockFormats = ["c", @"h\:mm", @"hh\:mm"];

    /// <param name="text">What was written.</param>
    /// <param name="bareUnit">What a bare number counts; zero where a bare number is refused.</param>
    /// <param name="value">The length; zero on failure.</param>
    /// <param name="error">What is wrong and what is allowed, on failure.</param>
    public static bool TryParse(string? text, TimeSpan bareUnit, out TimeSpan value, [NotNullWhen(false)] out string? error)
    {
        var trimmed = (text ?? "").Trim();
        error = null;
        if (TryNumber(trimmed, bareUnit, out value) || TryUnits(trimmed, out value) || TryClock(trimmed, out value))
            return true;

        value = default;
        error = $"must be {Allowed}{BareNumber(bareUnit)}, was \"{text}\"";
        return false;
    }

    /// <exception cref="FormatException">With the same text as <see cref="TryParse"/>.</exception>
    public static TimeSpan Parse(string text, TimeSpan bareUnit) =>
        TryParse(text, bareUnit, out var value, out var error) ? value : throw new FormatException(error);

    /// <summary>The short form that parses back to the same length, such as <c>1h30m</c>; anything below a millisecond is cut off.</summary>
    public static string Format(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
        var text = new StringBuilder();
        // Weeks are read but not written: people say 30d.
        Append(text, value.Days, "d");
        Append(text, value.Hours, "h");
        Append(text, value.Minutes, "m");
        Append(text, value.Seconds, "s");
        Append(text, value.Milliseconds, "ms");
        return text.Length > 0 ? text.ToString() : "0s";
    }

    /// <summary>For sentences: <c>5 min</c>, <c>1 h 30 min</c>, <c>2 d</c>.</summary>
    public static string Words(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
        (int Count, string Unit)[] parts = [(value.Days, "d"), (value.Hours, "h"), (value.Minutes, "min"), (value.Seconds, "s"), (value.Milliseconds, "ms")];
        var words = parts.Where(part => part.Count > 0).Select(part => string.Create(CultureInfo.InvariantCulture, $"{part.Count} {part.Unit}")).ToList();
        return words.Count > 0 ? string.Join(' ', words) : "0 s";
    }

    private static void Append(StringBuilder text, int count, string unit)
    {
        if (count > 0)
            text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
    }

    private static string BareNumber(TimeSpan bareUnit) =>
        bareUnit == TimeSpan.Zero ? "" : $", or a number of {NameOf(bareUnit)}";

    private static string NameOf(TimeSpan unit) => unit.TotalSeconds switch
    {
        1 => "seconds",
        60 => "minutes",
        3600 => "hours",
        86400 => "days",
        _ => $"units of {Format(unit)}",
    };

    private static bool TryNumber(string text, TimeSpan unit, out TimeSpan value)
    {
        value = default;
        return unit > TimeSpan.Zero && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && TryScale(count, unit, out value);
    }

    private static bool TryClock(string text, out TimeSpan value) =>
        TimeSpan.TryParseExact(text, ClockFormats, CultureInfo.InvariantCulture, out value)
        && text.Contains(':', StringComparison.Ordinal)
        && value >= TimeSpan.Zero;

    /// <summary>One or more of number and unit, largest unit first and each unit once.</summary>
    private static bool TryUnits(string text, out TimeSpan value)
    {
        value = default;
        var last = TimeSpan.MaxValue;
        var rest = text.AsSpan();
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExcept(NumberCharacters);
            if (digits <= 0
                || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
                || !TryUnit(rest[digits..], out var suffix, out var unit)
                || unit >= last
                || !TryScale(count, unit, out var part)
                || value > TimeSpan.MaxValue - part)
            {
                return false;
            }

            value += part;
            last = unit;
            rest = rest[(digits + suffix.Length)..];
        }

        return text.Length > 0;
    }

    private static bool TryUnit(ReadOnlySpan<char> text, out string suffix, out TimeSpan unit)
    {
        foreach (var known in Units)
        {
            if (text.StartsWith(known.Suffix, StringComparison.OrdinalIgnoreCase))
            {
                (suffix, unit) = known;
                return true;
            }
        }

        (suffix, unit) = ("", default);
        return false;
    }

    private static bool TryScale(decimal count, TimeSpan unit, out TimeSpan value)
    {
        value = default;
        if (count > TimeSpan.MaxValue.Ticks / unit.Ticks)
            return false;

        value = new TimeSpan((long)(count * unit.Ticks));
        return true;
    }
}
