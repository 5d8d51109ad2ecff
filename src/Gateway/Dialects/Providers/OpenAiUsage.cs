using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;
using Gateway.Dialects.Json;

namespace Gateway.Dialects.Providers;

/// <summary>
/// The <c>usage</c> object of OpenAI's APIs and of everybody who imitates them. Cached and audio tokens are part of the prompt, reasoning and audio
/// part of the completion, and several imitators do it otherwise: the guards below go by what the numbers themselves say.
/// </summary>
internal ref struct OpenAiUsage
{
    private const decimal LargestCost = 1_000_000;

    private long? _prompt;
    private long? _completion;
    private long? _total;
    private long _cached;
    private long _cacheHit;
    private long _cacheWrite;
    private long _audioIn;
    private long _audioOut;
    private long _reasoning;
    private decimal? _cost;
    private decimal _upstreamCost;
    private bool _ownKey;

    /// <summary>Sets usage and reported cost, if the object states any.</summary>
    public static void Read(ReadOnlySpan<byte> usage, AnswerReading answer)
    {
        var numbers = default(OpenAiUsage);
        numbers.Gather(usage);
        if (numbers._prompt is not null || numbers._completion is not null || numbers._total is not null)
        {
            answer.Usage = numbers.Untangle();
        }

        if (numbers.Cost() is { } cost)
        {
            answer.ReportedCost = cost;
        }
    }

    private void Gather(ReadOnlySpan<byte> usage)
    {
        var members = new JsonMembers(usage);
        while (members.Next())
        {
            if (members.Is("prompt_tokens"u8) || members.Is("input_tokens"u8))
            {
                _prompt = JsonValue.Count(members.Value);
            }
            else if (members.Is("completion_tokens"u8) || members.Is("output_tokens"u8))
            {
                _completion = JsonValue.Count(members.Value);
            }
            else if (members.Is("total_tokens"u8))
            {
                _total = JsonValue.Count(members.Value);
            }
            else if (members.Is("prompt_tokens_details"u8) || members.Is("input_tokens_details"u8))
            {
                GatherInput(members.Value);
            }
            else if (members.Is("completion_tokens_details"u8) || members.Is("output_tokens_details"u8))
            {
                GatherOutput(members.Value);
            }
            else if (members.Is("prompt_cache_hit_tokens"u8) || members.Is("cached_tokens"u8))
            {
                // DeepSeek and Moonshot state it beside the prompt; when the details state it too, it is the same number.
                _cacheHit = JsonValue.Count(members.Value) ?? 0;
            }
            else
            {
                GatherCost(members.Name, members.Value);
            }
        }

        _cached = Math.Max(_cached, _cacheHit);
    }

    private void GatherInput(ReadOnlySpan<byte> details)
    {
        var members = new JsonMembers(details);
        while (members.Next())
        {
            if (members.Is("cached_tokens"u8))
            {
                _cached = JsonValue.Count(members.Value) ?? 0;
            }
            else if (members.Is("cache_write_tokens"u8) || members.Is("cache_creation_tokens"u8))
            {
                _cacheWrite = Math.Max(_cacheWrite, JsonValue.Count(members.Value) ?? 0);
            }
            else if (members.Is("audio_tokens"u8))
            {
                _audioIn = JsonValue.Count(members.Value) ?? 0;
            }
        }
    }

    private void GatherOutput(ReadOnlySpan<byte> details)
    {
        var members = new JsonMembers(details);
        while (members.Next())
        {
            if (members.Is("reasoning_tokens"u8))
            {
                _reasoning = JsonValue.Count(members.Value) ?? 0;
            }
            else if (members.Is("audio_tokens"u8))
            {
                _audioOut = JsonValue.Count(members.Value) ?? 0;
            }
        }
    }

    private void GatherCost(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual("cost"u8))
        {
            _cost = JsonValue.Number(value);
        }
        else if (name.SequenceEqual("cost_details"u8))
        {
            _upstreamCost = JsonValue.Number(JsonValue.Member(value, "upstream_inference_cost"u8)) ?? 0;
        }
        else if (name.SequenceEqual("is_byok"u8))
        {
            _ownKey = JsonValue.IsTrue(value);
        }
    }

    private readonly TokenUsage Untangle()
    {
        var prompt = _prompt ?? Math.Max((_total ?? 0) - (_completion ?? 0), 0);
        var completion = _completion ?? 0;

        // More cache than prompt: the prompt already excludes it.
        var excluded = _cached + _cacheWrite > prompt;
        var uncached = excluded ? prompt : prompt - _cached - _cacheWrite;
        var audioIn = Math.Min(_audioIn, uncached);
        var outside = Math.Max((_total ?? 0) - uncached - _cached - _cacheWrite - completion, 0);
        var (text, reasoning) = SplitOutput(completion, outside);
        var audioOut = Math.Min(_audioOut, text);
        return new()
        {
            UncachedInput = uncached - audioIn,
            CacheRead = _cached,
            CacheWrite5m = _cacheWrite,
            AudioInput = audioIn,
            TextOutput = text - audioOut,
            Reasoning = reasoning,
            AudioOutput = audioOut,
            Source = TokenSource.Provider,
        };
    }

    /// <summary>xAI and Gemini's compatible endpoint leave reasoning out of the completion; the total then exceeds the sum, or the parts the whole.</summary>
    private readonly (long Text, long Reasoning) SplitOutput(long completion, long outside)
    {
        if (_reasoning == 0)
        {
            return (completion, _completion is null ? 0 : outside);
        }

        return _reasoning > completion || outside == _reasoning ? (completion, _reasoning) : (completion - _reasoning, _reasoning);
    }

    /// <summary>With one's own key, OpenRouter charges its fee only and the provider bills the rest.</summary>
    private readonly NanoUsd? Cost()
    {
        var cost = _cost + (_ownKey ? _upstreamCost : 0);
        return cost is >= 0 and < LargestCost ? NanoUsd.FromDollars(cost.Value) : null;
    }
}
