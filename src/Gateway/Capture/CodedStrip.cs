namespace Gateway.Capture;

/// <summary>
/// A compressed answer that is stripped if it is what its header says. Some servers label plain bytes as gzip, or send deflate without its frame:
/// that passes as it is, for one chunk too many is better than no answer.
/// </summary>
/// <param name="answer">As it comes.</param>
/// <param name="isCoded">Whether an answer begins as its coding does; sees <see cref="Looked"/> bytes, or all when there are fewer.</param>
/// <param name="strip">The stripped form of an answer that is.</param>
internal sealed class CodedStrip(Stream answer, Func<ReadOnlySpan<byte>, bool> isCoded, Func<Stream, Stream> strip) : ReadThroughStream(answer)
{
    private const int Looked = 4;

    private Stream? _chosen;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_chosen is { } chosen)
            return chosen.ReadAsync(buffer, cancellationToken);
        return buffer.Length == 0 ? Inner.ReadAsync(buffer, cancellationToken) : ChooseAsync(buffer, cancellationToken);
    }

    private async ValueTask<int> ChooseAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var ahead = new PeekedBody(Inner);
        var start = new List<byte>(Looked);
        while (start.Count < Looked && await ahead.PeekAsync(expected: null, cancellationToken) is { IsEmpty: false } piece)
            start.AddRange(piece.Span[..Math.Min(piece.Length, Looked - start.Count)]);
        _chosen = isCoded(start.ToArray()) ? strip(ahead) : ahead;
        return await _chosen.ReadAsync(buffer, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _chosen?.Dispose();
        base.Dispose(disposing);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_chosen is { } chosen)
            await chosen.DisposeAsync();
        await base.DisposeAsync();
    }
}
