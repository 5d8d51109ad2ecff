using Gateway.Alerting.Calls;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Writes calls in groups: a step of many rows opens the table and its indexes once, which is a third of what a row costs alone.</summary>
internal sealed class CallInserts(SqliteConnection connection) : IDisposable
{
    /// <summary>From here on more rows in a group make none of them cheaper.</summary>
    private const int GroupSize = 16;

    private readonly CallInsert _group = new(connection, GroupSize);
    private readonly CallInsert _one = new(connection, 1);

    /// <returns>Those whose ids were not there yet.</returns>
    public IEnumerable<WordedCall> Write(IEnumerable<WordedCall> calls)
    {
        foreach (var group in calls.Chunk(GroupSize))
        {
            var written = group.Length == GroupSize ? _group.Write(group) : 0;
            foreach (var (i, call) in group.Index())
            {
                if (i < written || _one.Write([call]) == 1)
                    yield return call;
            }
        }
    }

    public void Dispose()
    {
        _group.Dispose();
        _one.Dispose();
    }
}

/// <summary>A call and the numbers of its words.</summary>
internal readonly record struct WordedCall(LlmCall Call, CallWordIds Words);
