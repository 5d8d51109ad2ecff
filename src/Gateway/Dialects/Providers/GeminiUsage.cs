using Gateway.Alerting.Calls;
using Gateway.Dialects.Json;

namespace Gateway.Dialects.Providers;

/// <summary>
/// Gemini's <c>usageMetadata</c>, stated anew and in full by every chunk. Cached and audio tokens are part of the prompt; tool-use prompts come on top of it
/// and are input; thoughts come on top of the candidates, except where the total shows that they were counted among them.
/// </summary>
internal ref struct GeminiUsage
{
    private long _prompt;
    private long _cached;
    private long _toolUse;
    private long _candidates;
    private long _thoughts;
    private long _total;
    private long _audioPrompt;
    private long _audioCached;
    private long _audioOut;

    public static void Read(ReadOnlySpan<byte> usage, AnswerReading answer)
    {
        var numbers = default(GeminiUsage);
        numbers.Gather(usage);
        var stated = numbers.Untangle();

        // Vertex sends usage that states only the traffic type with all chunks but the last.
        if (stated.Total > 0 && stated.Total >= (answer.Usage?.Total ?? 0))
        {
            answer.Usage = stated;
        }
    }

    private void Gather(ReadOnlySpan<byte> usage)
    {
        var members = new JsonMembers(usage);
        while (members.Next())
        {
            var count = JsonValue.Count(members.Value) ?? 0;
            switch (members.Name.Length)
            {
                case 16 when members.Is("promptTokenCount"u8):
                    _prompt = count;
                    break;
                case 23 when members.Is("cachedContentTokenCount"u8):
                    _cached = count;
                    break;
                case 23 when members.Is("toolUsePromptTokenCount"u8):
                    _toolUse = count;
                    break;
                case 20 when members.Is("candidatesTokenCount"u8):
                    _candidates = count;
                    break;
                case 18 when members.Is("thoughtsTokenCount"u8):
                    _thoughts = count;
                    break;
                case 15 when members.Is("totalTokenCount"u8):
                    _total = count;
                    break;
                case 19 when members.Is("promptTokensDetails"u8):
                    _audioPrompt = Audio(members.Value);
                    break;
                case 18 when members.Is("cacheTokensDetails"u8):
                    _audioCached = Audio(members.Value);
                    break;
                case 23 when members.Is("candidatesTokensDetails"u8):
                    _audioOut = Audio(members.Value);
                    break;
            }
        }
    }

    private static long Audio(ReadOnlySpan<byte> details)
    {
        var audio = 0L;
        if (details.IndexOf("AUDIO"u8) < 0)
        {
            return audio;
        }

        var elements = new JsonElements(details);
        while (elements.Next())
        {
            if (JsonValue.Inner(JsonValue.Member(elements.Value, "modality"u8)).SequenceEqual("AUDIO"u8))
            {
                audio += JsonValue.Count(JsonValue.Member(elements.Value, "tokenCount"u8)) ?? 0;
            }
        }

        return audio;
    }

    private readonly TokenUsage Untangle()
    {
        // More cache than prompt: the prompt already excludes it.
        var uncached = _cached > _prompt ? _prompt : _prompt - _cached;
        var audioIn = Math.Min(Math.Max(_audioPrompt - _audioCached, 0), uncached);
        var amongCandidates = _thoughts > 0 && _candidates >= _thoughts && _prompt + _toolUse + _candidates == _total;
        var visible = amongCandidates ? _candidates - _thoughts : _candidates;
        var audioOut = Math.Min(_audioOut, visible);
        return new()
        {
            UncachedInput = uncached - audioIn + _toolUse,
            CacheRead = _cached,
            AudioInput = audioIn,
            TextOutput = visible - audioOut,
            Reasoning = _thoughts,
            AudioOutput = audioOut,
            Source = TokenSource.Provider,
        };
    }
}
