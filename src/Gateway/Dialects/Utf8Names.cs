using System.Text;

namespace Gateway.Dialects;

/// <summary>A small fixed set of ASCII names, asked for by their bytes.</summary>
public sealed class Utf8Names
{
    private readonly byte[][] _names;
    private readonly ulong _lengths;

    public Utf8Names(params string[] names)
    {
        _names = [.. names.Select(Encoding.ASCII.GetBytes)];
        _lengths = _names.Aggregate(0UL, (lengths, name) => lengths | (1UL << name.Length));
    }

    public bool Contains(ReadOnlySpan<byte> name)
    {
        if (name.Length > 63 || (_lengths & (1UL << name.Length)) == 0)
        {
            return false;
        }

        foreach (var candidate in _names)
        {
            if (name.SequenceEqual(candidate))
            {
                return true;
            }
        }

        return false;
    }
}
