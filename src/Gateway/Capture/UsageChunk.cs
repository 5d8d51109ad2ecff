using System.Text.Json;

namespace Gateway.Capture;

/// <summary>Recognises the chunk that OpenAI-style streams send for <c>include_usage</c>: an empty <c>choices</c> array and a <c>usage</c> object.</summary>
internal static class UsageChunk
{
    /// <summary>Cheap and never wrong with "no": whether somewhere in the bytes <c>choices</c> is an empty array.</summary>
    public static bool IsPossibleIn(ReadOnlySpan<byte> bytes)
    {
        while (bytes.IndexOf("\"choices\""u8) is var at and >= 0)
        {
            bytes = bytes[(at + "\"choices\""u8.Length)..];
            var rest = bytes.TrimStart(" \t\r\n:"u8);
            if (rest.Length > 0 && rest[0] == '[' && rest[1..].TrimStart(" \t\r\n"u8) is [(byte)']', ..])
                return true;
        }

        return false;
    }

    /// <summary>Whether one event, with or without its blank line, is such a chunk.</summary>
    public static bool Is(ReadOnlySpan<byte> serverSentEvent)
    {
        if (!IsPossibleIn(serverSentEvent))
            return false;
        var data = Data(serverSentEvent);
        try
        {
            return HasOnlyUsage(new(data));
        }
        catch (JsonException)
        {
            // Not JSON, so not a chunk of ours: it passes.
            return false;
        }
    }

    private static byte[] Data(ReadOnlySpan<byte> serverSentEvent)
    {
        List<byte> data = [];
        foreach (var range in serverSentEvent.SplitAny((byte)'\n', (byte)'\r'))
        {
            if (serverSentEvent[range] is var line && line.StartsWith("data:"u8))
                data.AddRange(line["data:".Length..]);
        }

        return [.. data];
    }

    private static bool HasOnlyUsage(Utf8JsonReader json)
    {
        bool noChoices = false, usage = false;
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isChoices = json.ValueTextEquals("choices"u8);
            var isUsage = json.ValueTextEquals("usage"u8);
            json.Read();
            usage |= isUsage && json.TokenType == JsonTokenType.StartObject;
            if (isChoices && json.TokenType == JsonTokenType.StartArray)
            {
                json.Read();
                noChoices = json.TokenType == JsonTokenType.EndArray;
                if (!noChoices)
                    return false;
            }
            else
            {
                json.Skip();
            }
        }

        return noChoices && usage;
    }
}
