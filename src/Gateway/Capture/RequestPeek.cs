using Gateway.Dialects;

namespace Gateway.Capture;

/// <summary>What is to be done to a body before it is forwarded.</summary>
/// <param name="Scanned">Bytes that the scan has seen and that are still to be forwarded.</param>
/// <param name="Edit">The edit, where everything that matters is known.</param>
/// <param name="AtEnd">The body is too long to know: decide at its end.</param>
internal readonly record struct BodyPlan(long Scanned, BodyEdit? Edit, bool AtEnd);

/// <summary>
/// Reads a body ahead until it is decided whether usage has to be asked for; the decision has to come first because it changes
/// <c>Content-Length</c>. Lets go as early as it can: see docs/adr/0010-asking-for-usage.md.
/// </summary>
internal static class RequestPeek
{
    /// <summary>Bytes of one body that may be held back.</summary>
    public const int Limit = 1024 * 1024;

    public static async ValueTask<BodyPlan> PeekAsync(PeekedBody body, RequestScan scan, long? contentLength, CancellationToken cancellationToken)
    {
        while (true)
        {
            var piece = await body.PeekAsync(contentLength, cancellationToken);
            scan.Read(piece.Span);
            if (Decide(scan.Current(), body.Ahead, ended: piece.Length == 0 || body.Ahead == contentLength) is { } plan)
                return plan;
        }
    }

    private static BodyPlan? Decide(RequestReading body, long seen, bool ended)
    {
        if (ended)
            return new(seen, UsageRequest.ForWhole(body), AtEnd: false);
        if (body.Stream == false || body.StreamOptions is { IncludeUsage: true } || body.Broken || (body.BodyObjectStart is null && seen > 0))
            return new(seen, null, AtEnd: false);
        if (seen < Limit)
            return null;
        return body.StreamOptions is { } options
            ? new(seen, body.Stream == true ? UsageRequest.ForOptions(options) : null, AtEnd: false)
            : new(seen, null, AtEnd: true);
    }
}
