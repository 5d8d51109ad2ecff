using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>
/// The one writer of the database: transactions queue up here and run one after another on one connection,
/// so writers inside the process never meet a lock. A failed transaction is rolled back and fails only its own caller.
/// While the file is not where it was opened, every write fails with <see cref="DatabaseRefusedException"/>: what is kept in memory of a database
/// (ids of words, states of alerts) does not suit another one, so that takes a restart.
/// </summary>
/// <remarks>SQLite's async calls run synchronously, so the work is plain synchronous code on a thread of its own.</remarks>
public sealed class SqliteWriter : IAsyncDisposable
{
    private readonly SqliteDatabase _database;
    private readonly Channel<Work> _queue = Channel.CreateUnbounded<Work>(new() { SingleReader = true });
    private readonly Task _loop;
    private SqliteConnection? _connection;

    public SqliteWriter(SqliteDatabase database)
    {
        _database = database;
        _loop = Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    /// <summary>Runs <paramref name="work"/> in a transaction of its own and commits it. Callers bound their own backlog: each awaits its write.</summary>
    public Task<T> WriteAsync<T>(Func<SqliteConnection, SqliteTransaction, T> work, CancellationToken cancellationToken = default)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var item = new Work(
            (connection, transaction) =>
            {
                var result = work(connection, transaction);
                return () => done.TrySetResult(result);
            },
            fault => done.TrySetException(fault),
            () => done.TrySetCanceled(cancellationToken),
            cancellationToken);
        if (!_queue.Writer.TryWrite(item))
        {
            done.TrySetException(new ObjectDisposedException(nameof(SqliteWriter)));
        }

        return done.Task;
    }

    /// <summary>Finishes what is queued, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        _connection?.Dispose();
    }

    private async Task RunAsync()
    {
        await foreach (var work in _queue.Reader.ReadAllAsync())
        {
            Run(work);
        }
    }

    private void Run(Work work)
    {
        if (work.Cancellation.IsCancellationRequested)
        {
            work.Cancelled();
            return;
        }

        if (_connection is not null && SqliteFile.HasMoved(_connection))
        {
            work.Failed(new DatabaseRefusedException(
                $"Alerting:Database: '{_database.FilePath}' was deleted, moved or replaced while the gateway runs; put it back, or restart the gateway to go on with what is there"));
            return;
        }

        try
        {
            _connection ??= _database.OpenWriter();
            // Immediate: take the write lock at once, so a busy database is known before any work is done.
            using var transaction = _connection.BeginTransaction(deferred: false);
            var succeed = work.Run(_connection, transaction);
            transaction.Commit();
            succeed();
        }
        catch (Exception fault)
        {
            // Hand the fault to the one who asked. A connection that failed may be broken (disk full, file gone): start afresh.
            CloseForGood();
            work.Failed(fault);
        }
    }

    /// <summary>Disposing alone would put the connection back into its pool, to be handed out again.</summary>
    private void CloseForGood()
    {
        if (_connection is not null)
        {
            SqliteConnection.ClearPool(_connection);
            _connection.Dispose();
            _connection = null;
        }
    }

    private sealed record Work(
        Func<SqliteConnection, SqliteTransaction, Action> Run,
        Action<Exception> Failed,
        Action Cancelled,
        CancellationToken Cancellation);
}
