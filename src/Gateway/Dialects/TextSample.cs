using System.Text;

namespace Gateway.Dialects;

/// <summary>Remembers the beginning of a text and the length of all of it: enough to estimate its tokens in bounded memory.</summary>
public sealed class TextSample
{
    /// <summary>Characters kept at the most.</summary>
    public const int Capacity = 8 * 1024;

    private StringBuilder? _kept;

    /// <summary>Characters of the whole text.</summary>
    public long Length { get; private set; }

    public string Kept => _kept?.ToString() ?? "";

    public void Append(ReadOnlySpan<char> text)
    {
        Length += text.Length;
        var room = Capacity - (_kept?.Length ?? 0);
        if (room > 0 && text.Length > 0)
        {
            (_kept ??= new()).Append(text[..Math.Min(room, text.Length)]);
        }
    }
}
