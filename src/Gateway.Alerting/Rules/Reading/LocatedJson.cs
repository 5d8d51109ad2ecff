using System.Text;
using System.Text.Json;

namespace Gateway.Alerting.Rules.Reading;

/// <summary>A JSON value that remembers where it stood, so that a mistake can be pointed at. Comments and trailing commas are allowed.</summary>
internal sealed class LocatedJson
{
    private static readonly JsonReaderOptions ReaderOptions = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 64 };

    private LocatedJson(JsonValueKind kind, int line, int column, string path)
    {
        (Kind, Line, Column, Path) = (kind, line, column, path);
    }

    public JsonValueKind Kind { get; }

    /// <summary>1-based.</summary>
    public int Line { get; }

    public int Column { get; }

    /// <summary>Such as <c>logic.conditions[1].metric</c>; empty for the root.</summary>
    public string Path { get; }

    public SourcePosition Position => new(Line, Column, Path);

    /// <summary>The text of a string or a number.</summary>
    public string Text { get; private init; } = "";

    /// <summary>Members in the order written. A name that is written twice is here twice.</summary>
    public IReadOnlyList<(string Name, LocatedJson Value)> Members { get; private init; } = [];

    public IReadOnlyList<LocatedJson> Items { get; private init; } = [];

    /// <exception cref="JsonException">Not JSON; carries line and byte position.</exception>
    /// <exception cref="NotUnicodeException">A text in it is no Unicode.</exception>
    public static LocatedJson Parse(string json, string path = "")
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(bytes, ReaderOptions);
        reader.Read();
        var root = Read(ref reader, new LineIndex(bytes), path);
        while (reader.Read())
        {
            // Anything but comments behind the value makes Read throw.
        }

        return root;
    }

    private static LocatedJson Read(ref Utf8JsonReader reader, LineIndex lines, string path)
    {
        var (line, column) = lines.Locate((int)reader.TokenStartIndex);
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => new(JsonValueKind.Object, line, column, path) { Members = ReadMembers(ref reader, lines, path) },
            JsonTokenType.StartArray => new(JsonValueKind.Array, line, column, path) { Items = ReadItems(ref reader, lines, path) },
            JsonTokenType.String => new(JsonValueKind.String, line, column, path) { Text = TextOf(ref reader, line, column, path) },
            JsonTokenType.Number => new(JsonValueKind.Number, line, column, path) { Text = Encoding.UTF8.GetString(reader.ValueSpan) },
            JsonTokenType.True => new(JsonValueKind.True, line, column, path),
            JsonTokenType.False => new(JsonValueKind.False, line, column, path),
            _ => new(JsonValueKind.Null, line, column, path),
        };
    }

    private static List<(string, LocatedJson)> ReadMembers(ref Utf8JsonReader reader, LineIndex lines, string path)
    {
        var members = new List<(string, LocatedJson)>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var (line, column) = lines.Locate((int)reader.TokenStartIndex);
            var name = TextOf(ref reader, line, column, path);
            reader.Read();
            members.Add((name, Read(ref reader, lines, path.Length == 0 ? name : $"{path}.{name}")));
        }

        return members;
    }

    private static List<LocatedJson> ReadItems(ref Utf8JsonReader reader, LineIndex lines, string path)
    {
        var items = new List<LocatedJson>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(Read(ref reader, lines, $"{path}[{items.Count}]"));
        }

        return items;
    }

    private static string TextOf(ref Utf8JsonReader reader, int line, int column, string path)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // JSON may spell half of a surrogate pair as an escape; no text can hold it.
            throw new NotUnicodeException(new(line, column, path));
        }
    }

    /// <summary>Turns byte offsets into lines and columns. Goes forward only, so that a long line costs its length once and not once a value.</summary>
    private sealed class LineIndex
    {
        private readonly byte[] _bytes;
        private readonly List<int> _starts = [0];
        private int _line;
        private int _counted;
        private int _characters;

        public LineIndex(byte[] bytes)
        {
            _bytes = bytes;
            for (var offset = 0; offset < bytes.Length; offset++)
            {
                if (bytes[offset] == '\n')
                {
                    _starts.Add(offset + 1);
                }
            }
        }

        /// <param name="offset">Not before the one asked for last.</param>
        public (int Line, int Column) Locate(int offset)
        {
            while (_line + 1 < _starts.Count && _starts[_line + 1] <= offset)
            {
                _counted = _starts[++_line];
                _characters = 0;
            }

            _characters += Encoding.UTF8.GetCharCount(_bytes, _counted, offset - _counted);
            _counted = offset;
            return (_line + 1, _characters + 1);
        }
    }
}
