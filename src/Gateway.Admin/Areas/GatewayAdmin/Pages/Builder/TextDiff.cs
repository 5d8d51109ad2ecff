namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Builder;

/// <summary>Two texts line by line: what the newer one has taken out and put in. By longest common subsequence, for texts of a few hundred lines.</summary>
internal static class TextDiff
{
    /// <summary>The table grows with the product of both; a rule of fifty conditions has about 500 lines.</summary>
    private const int MostLines = 2_000;

    public static IReadOnlyList<DiffLine> Of(string older, string newer)
    {
        var (left, right) = (older.Split('\n'), newer.Split('\n'));
        if (left.Length > MostLines || right.Length > MostLines)
        {
            return [.. left.Select(line => new DiffLine('-', line)), .. right.Select(line => new DiffLine('+', line))];
        }

        var common = Common(left, right);
        var lines = new List<DiffLine>();
        var (i, j) = (0, 0);
        while (i < left.Length || j < right.Length)
        {
            if (i < left.Length && j < right.Length && left[i] == right[j])
            {
                lines.Add(new(' ', left[i++]));
                j++;
            }
            else if (j == right.Length || (i < left.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add(new('-', left[i++]));
            }
            else
            {
                lines.Add(new('+', right[j++]));
            }
        }

        return lines;
    }

    /// <summary>How many lines the rests have in common, from each pair of places on.</summary>
    private static int[,] Common(string[] left, string[] right)
    {
        var common = new int[left.Length + 1, right.Length + 1];
        for (var i = left.Length - 1; i >= 0; i--)
        {
            for (var j = right.Length - 1; j >= 0; j--)
            {
                common[i, j] = left[i] == right[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return common;
    }
}

/// <param name="Sign"><c>+</c>, <c>-</c>, or a space.</param>
/// <param name="Text">The line.</param>
internal sealed record DiffLine(char Sign, string Text);
