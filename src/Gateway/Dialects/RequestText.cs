namespace Gateway.Dialects;

/// <summary>Gathers the prompt's words, string by string, and leaves out strings that are <c>data:</c> URLs.</summary>
internal sealed class RequestText
{
    // "data:" and the first letter of a media type: enough to tell an address from a sentence that begins with "data: ".
    private readonly byte[] _beginning = new byte[6];
    private int _beginningLength;
    private bool _isUrl;

    public TextSample Sample { get; } = new();

    /// <summary>The rest of the current string need only be counted.</summary>
    public bool IsFull => Sample.IsFull && _beginningLength == _beginning.Length;

    public void Begin()
    {
        _beginningLength = 0;
        _isUrl = false;
    }

    public void Append(ReadOnlySpan<byte> utf8)
    {
        if (_beginningLength < _beginning.Length)
        {
            utf8 = FillBeginning(utf8);
        }

        if (!_isUrl && !utf8.IsEmpty)
        {
            Sample.Append(utf8);
        }
    }

    public void Skip(int utf8Length) => Sample.Skip(_isUrl ? 0 : utf8Length);

    public void End()
    {
        if (_beginningLength < _beginning.Length)
        {
            Sample.Append(_beginning.AsSpan(0, _beginningLength));
        }

        if (_beginningLength > 0 && !_isUrl)
        {
            Sample.Append("\n"u8);
        }
    }

    private ReadOnlySpan<byte> FillBeginning(ReadOnlySpan<byte> utf8)
    {
        var taken = Math.Min(_beginning.Length - _beginningLength, utf8.Length);
        utf8[..taken].CopyTo(_beginning.AsSpan(_beginningLength));
        _beginningLength += taken;
        if (_beginningLength == _beginning.Length)
        {
            _isUrl = _beginning.AsSpan().StartsWith("data:"u8) && char.IsAsciiLetterLower((char)_beginning[5]);
            if (!_isUrl)
            {
                Sample.Append(_beginning.AsSpan());
            }
        }

        return utf8[taken..];
    }
}
