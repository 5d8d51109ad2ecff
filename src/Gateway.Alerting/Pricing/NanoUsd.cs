using System.Globalization;

namespace Gateway.Alerting.Pricing;

/// <summary>
/// US dollars as whole billionths. Sums of integers do not drift, which running window totals need;
/// a <see cref="long"/> holds up to nine billion dollars.
/// </summary>
public readonly record struct NanoUsd(long Value)
{
    public const long PerDollar = 1_000_000_000;

    public static NanoUsd Zero => default;

    public decimal Dollars => (decimal)Value / PerDollar;

    /// <summary>Rounds half away from zero to the nearest nano-dollar.</summary>
    public static NanoUsd FromDollars(decimal dollars) => new((long)decimal.Round(dollars * PerDollar, MidpointRounding.AwayFromZero));

    public static NanoUsd operator +(NanoUsd left, NanoUsd right) => new(left.Value + right.Value);

    public override string ToString() => Dollars.ToString("0.#########", CultureInfo.InvariantCulture);
}
