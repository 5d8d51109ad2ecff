using System.Globalization;

namespace Gateway.Admin.Words;

/// <summary>The points of a small line over a run of values, from zero to their maximum. <c>assets/src/sparkline.ts</c> continues it.</summary>
internal static class Sparkline
{
    public const int Width = 120;
    public const int Height = 28;

    /// <summary>Room for the stroke.</summary>
    private const double Margin = 2;

    /// <returns>The <c>points</c> of a polyline, newest at the right edge; empty for fewer than two values. A gap in the values is bridged.</returns>
    public static string Points(IReadOnlyList<double?> values, int capacity)
    {
        var known = values.Select((value, index) => (value, index)).Where(point => point.value is not null).ToList();
        if (known.Count < 2)
        {
            return "";
        }

        var top = Math.Max(known.Max(point => point.value!.Value), double.Epsilon);
        var step = (double)Width / (capacity - 1);
        var start = Width - ((values.Count - 1) * step);
        return string.Join(' ', known.Select(point =>
            string.Create(CultureInfo.InvariantCulture, $"{start + (point.index * step):0.#},{Height - Margin - (point.value!.Value / top * (Height - (2 * Margin))):0.#}")));
    }
}
