using System.Numerics;
using System.Runtime.Intrinsics;

namespace Gateway.Dialects.Json;

/// <summary>Runs over one string, object or array, cut anywhere, without looking into it: all it follows is brackets and where strings begin and end.</summary>
internal struct JsonSkip
{
    private int _depth;
    private bool _inString;
    private bool _escaped;

    /// <summary>The value's last byte has passed.</summary>
    public bool IsOver { get; private set; }

    /// <returns>Just behind the value when it ends here, behind all bytes when it does not.</returns>
    public int Read(ReadOnlySpan<byte> json, int at)
    {
        if (_escaped && at < json.Length)
        {
            Take(json[at++]);
        }

        while (!IsOver && at + Vector256<byte>.Count <= json.Length)
        {
            at = ReadVector(json, at);
            if (_escaped && at < json.Length)
            {
                Take(json[at++]);
            }
        }

        while (!IsOver && at < json.Length)
        {
            Take(json[at++]);
        }

        return at;
    }

    private int ReadVector(ReadOnlySpan<byte> json, int at)
    {
        var vector = Vector256.Create(json[at..]);
        var marks = JsonMarks.In(vector);
        if (_inString && marks == 0)
        {
            var hit = json[at..].IndexOfAny((byte)'"', (byte)'\\');
            return hit < 0 ? json.Length : at + hit;
        }

        marks |= JsonMarks.BracketsIn(vector);
        while (marks != 0)
        {
            var mark = BitOperations.TrailingZeroCount(marks);
            Take(json[at + mark]);
            if (IsOver)
            {
                return at + mark + 1;
            }

            marks &= marks - 1;
            if (_escaped && mark + 1 < Vector256<byte>.Count)
            {
                _escaped = false;
                marks &= ~(2u << mark);
            }
        }

        return at + Vector256<byte>.Count;
    }

    private void Take(byte c)
    {
        if (_escaped)
        {
            _escaped = false;
        }
        else if (_inString)
        {
            _escaped = c == '\\';
            _inString = c != '"';
            IsOver = !_inString && _depth == 0;
        }
        else if (c == '"')
        {
            _inString = true;
        }
        else if (c is (byte)'{' or (byte)'[')
        {
            _depth++;
        }
        else if (c is (byte)'}' or (byte)']')
        {
            IsOver = --_depth <= 0;
        }
    }
}
