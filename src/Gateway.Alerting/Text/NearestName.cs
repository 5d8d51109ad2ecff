namespace Gateway.Alerting.Text;

/// <summary>Which allowed name was probably meant.</summary>
public static class NearestName
{
    /// <summary>Edits that still look like a typing mistake.</summary>
    private const int MostEdits = 3;

    /// <returns>Null when none is near.</returns>
    public static string? Of(string written, IEnumerable<string> allowed) => allowed
        .Select(name => (Name: name, Edits: Edits(written.ToUpperInvariant(), name.ToUpperInvariant())))
        .Where(near => near.Edits <= Math.Min(MostEdits, near.Name.Length / 2))
        .OrderBy(near => near.Edits)
        .FirstOrDefault().Name;

    /// <summary>What to say about a name that is not allowed: the near one, or all.</summary>
    public static string Hint(string written, IReadOnlyCollection<string> allowed) =>
        Of(written, allowed) is { } near ? $"did you mean '{near}'?" : $"allowed: {string.Join(", ", allowed)}";

    /// <summary>Levenshtein distance.</summary>
    private static int Edits(string from, string to)
    {
        if (from.Length > 64)
        {
            return int.MaxValue;
        }

        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1)));
            }
        }

        return row[^1];
    }
}
