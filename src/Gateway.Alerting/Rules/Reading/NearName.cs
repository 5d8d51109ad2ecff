namespace Gateway.Alerting.Rules.Reading;

/// <summary>Finds what was probably meant by a misspelt name.</summary>
public static class NearName
{
    /// <summary>The closest of <paramref name="known"/>, or null when none is within a third of the name's length.</summary>
    public static string? Of(string name, IEnumerable<string> known) =>
        known.Select(candidate => (candidate, distance: Distance(name, candidate)))
            .Where(pair => pair.distance <= Math.Max(1, name.Length / 3))
            .OrderBy(pair => pair.distance)
            .Select(pair => pair.candidate)
            .FirstOrDefault();

    /// <summary>The message for a name that is not among the known: names the near one, or all.</summary>
    public static string Hint(string name, IReadOnlyCollection<string> known) =>
        Of(name, known) is { } near ? $"did you mean '{near}'?" : $"allowed: {string.Join(", ", known)}";

    /// <summary>Levenshtein distance with one row.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replace = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replace, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
