using Gateway.Alerting.Calls;
using Gateway.Dialects.Json;

namespace Gateway.Dialects.Providers;

/// <summary>Converse's <c>usage</c>: input excludes both cache parts, as the total shows; cache writes are split by lifetime in <c>cacheDetails</c>.</summary>
internal static class BedrockUsage
{
    public static void Read(ReadOnlySpan<byte> usage, AnswerReading answer)
    {
        long input = 0, output = 0, total = 0, read = 0, write = 0, longLived = 0;
        var stated = false;
        var members = new JsonMembers(usage);
        while (members.Next())
        {
            var count = JsonValue.Count(members.Value) ?? 0;
            if (members.Is("inputTokens"u8))
            {
                (input, stated) = (count, true);
            }
            else if (members.Is("outputTokens"u8))
            {
                (output, stated) = (count, true);
            }
            else if (members.Is("totalTokens"u8))
            {
                total = count;
            }
            else if (members.Is("cacheReadInputTokens"u8) || members.Is("cacheReadInputTokenCount"u8))
            {
                read = Math.Max(read, count);
            }
            else if (members.Is("cacheWriteInputTokens"u8) || members.Is("cacheWriteInputTokenCount"u8))
            {
                write = Math.Max(write, count);
            }
            else if (members.Is("cacheDetails"u8))
            {
                longLived = LongLived(members.Value);
            }
        }

        if (stated)
        {
            // A total without the cache parts says that they are inside the input.
            var inside = total == input + output && read + write <= input;
            answer.Usage = new()
            {
                UncachedInput = inside ? input - read - write : input,
                CacheRead = read,
                CacheWrite5m = write - Math.Min(longLived, write),
                CacheWrite1h = Math.Min(longLived, write),
                TextOutput = output,
                Source = TokenSource.Provider,
            };
        }
    }

    private static long LongLived(ReadOnlySpan<byte> details)
    {
        var tokens = 0L;
        var elements = new JsonElements(details);
        while (elements.Next())
        {
            if (JsonValue.Inner(JsonValue.Member(elements.Value, "ttl"u8)).SequenceEqual("1h"u8))
            {
                tokens += JsonValue.Count(JsonValue.Member(elements.Value, "inputTokens"u8)) ?? 0;
            }
        }

        return tokens;
    }
}
