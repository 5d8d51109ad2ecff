using Dapper;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Alerting.Tests.Storage;

namespace Gateway.Alerting.Tests.Delivery.Setup;

public sealed class SqliteChannelStoreTests : ChannelStoreContract, IAsyncDisposable
{
    private readonly TestDatabase _test = new();

    public SqliteChannelStoreTests()
    {
        Store = new SqliteChannelStore(_test.Database, _test.Writer);
        Record = new SqliteChannelRecord(_test.Database, _test.Writer);
    }

    protected override IChannelStore Store { get; }

    protected override IChannelRecord Record { get; }

    protected override IReadOnlyList<string> Audit
    {
        get
        {
            using var connection = _test.Database.OpenReader();
            return [.. connection.Query<string>("select by || ' ' || action || ' ' || target || ' ' || coalesce(text, '') from audit order by id")];
        }
    }

    /// <summary>Rules name channels before the migrations have run.</summary>
    [Fact]
    public async Task Load_BeforeTheFirstMigration_FindsNone()
    {
        await using var empty = new TestDatabase(migrate: false);

        Assert.Empty(new SqliteChannelStore(empty.Database, empty.Writer).Load());
    }

    public async ValueTask DisposeAsync() => await _test.DisposeAsync();
}
