using System.Buffers;
using System.IO.Pipelines;
using Gateway.Dialects;

namespace Gateway.Capture;

/// <summary>What is to be done to a body before it is forwarded.</summary>
/// <param name="Scanned">Bytes that the scan has seen and that are still to be forwarded.</param>
/// <param name="Edit">The edit, where everything that matters is known.</param>
/// <param name="AtEnd">The body is too long to know: decide at its end.</param>
internal readonly record struct BodyPlan(long Scanned, BodyEdit? Edit, bool AtEnd);

/// <summary>
/// Looks at a body in the server's own buffers, without taking or copying it, until it is decided whether usage has to be asked for.
/// The decision has to come first because it changes <c>Content-Length</c>; see docs/adr/0003.
/// </summary>
internal static class RequestPeek
{
    /// <summary>Bytes of one body that may wait in the server's buffers.</summary>
    public const int Limit = 1024 * 1024;

    public static async ValueTask<BodyPlan> PeekAsync(PipeReader body, RequestScan scan, CancellationToken cancellationToken)
    {
        long seen = 0;
        while (true)
        {
            var result = await body.ReadAsync(cancellationToken);
            foreach (var piece in result.Buffer.Slice(seen))
            {
                scan.Read(piece.Span);
            }

            seen = result.Buffer.Length;
            if (Decide(scan.Current(), seen, result.IsCompleted) is { } plan)
            {
                // Nothing is consumed and nothing marked as examined: the next read gets it all at once.
                body.AdvanceTo(result.Buffer.Start);
                return plan;
            }

            body.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    private static BodyPlan? Decide(RequestReading body, long seen, bool ended)
    {
        if (ended)
            return new(seen, UsageRequest.ForWhole(body), AtEnd: false);
        if (body.Stream == false || body.StreamOptions is { IncludeUsage: true } || (body.BodyObjectStart is null && seen > 0))
            return new(seen, null, AtEnd: false);
        if (seen < Limit)
            return null;
        return body.StreamOptions is { } options
            ? new(seen, body.Stream == true ? UsageRequest.ForOptions(options) : null, AtEnd: false)
            : new(seen, null, AtEnd: true);
    }
}
