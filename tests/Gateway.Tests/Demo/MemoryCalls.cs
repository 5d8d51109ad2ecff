using Gateway.Alerting.Calls;
using Gateway.Alerting.Storage;

namespace Gateway.Tests.Demo;

internal sealed class MemoryCalls : ICallStore, ICallLog
{
    public List<LlmCall> Saved { get; } = [];

    public Task<IReadOnlyList<LlmCall>> AppendAsync(IReadOnlyList<LlmCall> calls, CancellationToken cancellationToken)
    {
        Saved.AddRange(calls);
        return Task.FromResult(calls);
    }

    public Task<IReadOnlyList<LlmCall>> ImportAsync(IReadOnlyList<LlmCall> calls, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<CallPage> ListAsync(CallFilter filter, int limit, string? cursor, CancellationToken cancellationToken) =>
        Task.FromResult(new CallPage([.. Saved.Take(limit)], null));

    public Task<LlmCall?> FindAsync(string id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<LlmCall> StreamAsync(CallFilter filter, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<LlmCall> ReplayAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => throw new NotSupportedException();
}
