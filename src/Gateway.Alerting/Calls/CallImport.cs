using Gateway.Alerting.Pricing;
using Gateway.Alerting.Storage;

namespace Gateway.Alerting.Calls;

/// <summary>
/// Brings calls that were metered elsewhere into the log, the sums and the live windows. Idempotent by id: sending a file again, or the rest of it
/// after a fault, adds only what is missing. Bounded memory, whatever the length of the body.
/// </summary>
public sealed class CallImport(ICallStore store, IPriceBook prices, CallFeed feed, TimeProvider time)
{
    private const int BatchSize = 1000;

    private readonly CallDocumentReader _reader = new(prices, time);

    /// <summary>A line that cannot be read is reported and never stops the others. When the store throws, the batches before are kept.</summary>
    /// <param name="body">NDJSON: one call a line in the form of <see cref="CallDocument"/>.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    public async Task<CallImportResult> RunAsync(Stream body, CancellationToken cancellationToken)
    {
        var result = new CallImportTally();
        var batch = new List<LlmCall>(BatchSize);
        await foreach (var line in NdjsonLines.ReadAsync(body, cancellationToken))
        {
            if (Read(line, result) is not { } call)
                continue;

            batch.Add(call);
            if (batch.Count < BatchSize)
                continue;

            await SaveAsync(batch, result, cancellationToken);
            batch.Clear();
        }

        await SaveAsync(batch, result, cancellationToken);
        return result.ToResult();
    }

    private LlmCall? Read(NdjsonLine line, CallImportTally result)
    {
        if (line.Bytes is not { } bytes)
        {
            result.Refused(line.Number, $"is longer than {NdjsonLines.LongestLine} bytes");
            return null;
        }

        var problems = new List<string>();
        var call = _reader.Read(bytes, problems);
        if (call is null)
            result.Refused(line.Number, string.Join("; ", problems));

        return call;
    }

    private async Task SaveAsync(List<LlmCall> batch, CallImportTally result, CancellationToken cancellationToken)
    {
        using var turn = await feed.ImportTurnAsync(cancellationToken);
        var fresh = await store.ImportAsync(batch, cancellationToken);
        result.Saved(fresh.Count, batch.Count - fresh.Count);
        foreach (var call in fresh.OrderBy(call => call.EndedAt))
            feed.PublishImported(call);
    }
}

/// <summary>How an import went.</summary>
/// <param name="Imported">Calls that were new.</param>
/// <param name="Skipped">Calls whose id was there already, in the log or earlier in the same body.</param>
/// <param name="Errors">The first lines that could not be read.</param>
/// <param name="ErrorsTruncated">How many more lines could not be read than are listed.</param>
public sealed record CallImportResult(long Imported, long Skipped, IReadOnlyList<CallImportError> Errors, long ErrorsTruncated);

/// <summary>One line that was left out, and everything that is wrong with it. Lines count from 1, blank ones included.</summary>
public sealed record CallImportError(long Line, string Reason);
