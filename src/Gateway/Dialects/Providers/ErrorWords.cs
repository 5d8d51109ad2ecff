using System.Text;

namespace Gateway.Dialects.Providers;

/// <summary>The providers' own words for "too busy" and "too many requests", wherever they stand and whatever the status is.</summary>
internal static class ErrorWords
{
    private static readonly byte[][] Overloaded =
    [
        .. new[] { "overloaded", "529", "unavailable", "slow_down", "slowdown", "server busy", "server_busy", "notready", "capacity" }.Select(Encoding.ASCII.GetBytes),
    ];

    private static readonly byte[][] RateLimited =
    [
        .. new[] { "rate_limit", "ratelimit", "rate limit", "429", "resource_exhausted", "throttl", "too_many_requests", "toomanyrequests", "too many requests", "quota" }
            .Select(Encoding.ASCII.GetBytes),
    ];

    public static void Judge(ReadOnlySpan<byte> words, AnswerReading answer)
    {
        if (words.Length is 0 or > 512)
        {
            return;
        }

        Span<byte> lower = stackalloc byte[words.Length];
        Ascii.ToLower(words, lower, out _);
        answer.RateLimited |= ContainsAny(lower, RateLimited);
        answer.Overloaded |= ContainsAny(lower, Overloaded);
    }

    private static bool ContainsAny(ReadOnlySpan<byte> text, byte[][] words)
    {
        foreach (var word in words)
        {
            if (text.IndexOf(word) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
