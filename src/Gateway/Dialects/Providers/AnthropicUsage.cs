using Gateway.Alerting.Calls;
using Gateway.Dialects.Json;

namespace Gateway.Dialects.Providers;

/// <summary>
/// Anthropic's <c>usage</c>: input excludes both cache parts. In a stream it is stated twice, each time cumulatively and with different members,
/// so each member replaces what was known of it and none is ever added.
/// </summary>
internal static class AnthropicUsage
{
    public static void Read(ReadOnlySpan<byte> usage, AnswerReading answer)
    {
        var known = answer.Usage ?? default;
        long? created = null, shortLived = null, longLived = null, output = null, thinking = null;
        var stated = false;
        var members = new JsonMembers(usage);
        while (members.Next())
        {
            var count = JsonValue.Count(members.Value);
            stated |= count is not null;
            if (members.Is("input_tokens"u8))
            {
                known = known with { UncachedInput = Later(known.UncachedInput, count) };
            }
            else if (members.Is("cache_read_input_tokens"u8))
            {
                known = known with { CacheRead = Later(known.CacheRead, count) };
            }
            else if (members.Is("cache_creation_input_tokens"u8))
            {
                created = count;
            }
            else if (members.Is("cache_creation"u8))
            {
                shortLived = JsonValue.Count(JsonValue.Member(members.Value, "ephemeral_5m_input_tokens"u8));
                longLived = JsonValue.Count(JsonValue.Member(members.Value, "ephemeral_1h_input_tokens"u8));
            }
            else if (members.Is("output_tokens"u8))
            {
                output = count;
            }
            else if (members.Is("output_tokens_details"u8))
            {
                thinking = JsonValue.Count(JsonValue.Member(members.Value, "thinking_tokens"u8));
            }
        }

        if (stated)
        {
            known = WithCacheWrites(known, created, shortLived, longLived);
            answer.Usage = WithOutput(known, output, thinking) with { Source = TokenSource.Provider };
        }
    }

    /// <summary>Cumulative counts do not shrink: a later 0 is a proxy that did not know.</summary>
    private static long Later(long known, long? stated) => Math.Max(known, stated ?? 0);

    /// <summary>The split by lifetime decides; a sum without it that we already know how to split changes nothing.</summary>
    private static TokenUsage WithCacheWrites(TokenUsage known, long? created, long? shortLived, long? longLived)
    {
        if ((shortLived ?? 0) + (longLived ?? 0) > 0)
        {
            return known with { CacheWrite5m = shortLived ?? 0, CacheWrite1h = longLived ?? 0 };
        }

        return created > known.CacheWrite5m + known.CacheWrite1h
            ? known with { CacheWrite5m = created.Value - known.CacheWrite1h }
            : known;
    }

    private static TokenUsage WithOutput(TokenUsage known, long? output, long? thinking)
    {
        var whole = Later(known.TextOutput + known.Reasoning, output);
        var reasoning = Math.Min(Later(known.Reasoning, thinking), whole);
        return known with { TextOutput = whole - reasoning, Reasoning = reasoning };
    }
}
