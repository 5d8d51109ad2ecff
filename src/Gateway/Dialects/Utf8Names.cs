using System.Text;

namespace Gateway.Dialects;

/// <summary>A small fixed set of ASCII names, asked for by their bytes.</summary>
public sealed class Utf8Names
{
    /// <summary>By their length: few names share one.</summary>
    private readonly byte[][][] _names;

    public Utf8Names(params string[] names)
    {
        var bytes = names.Select(Encoding.ASCII.GetBytes).ToLookup(name => name.Length);
        _names = [.. Enumerable.Range(0, names.Select(name => name.Length).DefaultIfEmpty(-1).Max() + 1).Select(length => bytes[length].ToArray())];
    }

    public bool Contains(ReadOnlySpan<byte> name)
    {
        if (name.Length >= _names.Length)
        {
            return false;
        }

        foreach (var candidate in _names[name.Length])
        {
            if (name.SequenceEqual(candidate))
            {
                return true;
            }
        }

        return false;
    }
}
