using Gateway.Alerting.Storage.Sqlite;

namespace Gateway.Alerting.Tests.Storage;

public sealed class SqliteWriterTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Write_WhileTheFileIsElsewhere_IsRefusedAndWorksOnceItIsBack()
    {
        await using var test = new TestDatabase();
        var (file, elsewhere) = (test.Database.FilePath, test.Database.FilePath + ".moved");
        await test.Store.AppendAsync([SomeCalls.Plain("before")], Cancellation);

        File.Move(file, elsewhere);
        var fault = await Assert.ThrowsAsync<DatabaseRefusedException>(() => test.Store.AppendAsync([SomeCalls.Plain("during")], Cancellation));
        Assert.Contains($"'{file}' was deleted, moved or replaced", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(file));

        File.Copy(elsewhere, file);
        await Assert.ThrowsAsync<DatabaseRefusedException>(() => test.Store.AppendAsync([SomeCalls.Plain("during")], Cancellation));

        File.Move(elsewhere, file, overwrite: true);
        Assert.Single(await test.Store.AppendAsync([SomeCalls.Plain("after")], Cancellation));
        Assert.Equal(2, test.Scalar("SELECT count(*) FROM calls"));
    }

    [Fact]
    public async Task Write_AfterAFaultWithoutItsFile_MakesNoEmptyDatabase()
    {
        await using var test = new TestDatabase();
        await Assert.ThrowsAsync<InvalidOperationException>(() => FailAsync(test.Writer));

        File.Delete(test.Database.FilePath);

        await Assert.ThrowsAnyAsync<Exception>(() => test.Store.AppendAsync([SomeCalls.Plain()], Cancellation));
        Assert.False(File.Exists(test.Database.FilePath));
    }

    [Fact]
    public async Task Write_AfterAFault_GetsAConnectionThatIsNew()
    {
        await using var test = new TestDatabase();
        await test.Writer.WriteAsync((connection, transaction) => connection.Run("CREATE TEMP TABLE mark (x)", transaction), Cancellation);
        Assert.Equal(1, await MarksAsync(test.Writer));

        await Assert.ThrowsAsync<InvalidOperationException>(() => FailAsync(test.Writer));

        Assert.Equal(0, await MarksAsync(test.Writer));
    }

    private static Task<int> FailAsync(SqliteWriter writer) => writer.WriteAsync<int>((_, _) => throw new InvalidOperationException("broken"), Cancellation);

    /// <summary>Temporary tables live and die with their connection.</summary>
    private static Task<long> MarksAsync(SqliteWriter writer) => writer.WriteAsync(
        (connection, transaction) =>
        {
            using var command = connection.Command("SELECT count(*) FROM sqlite_temp_master WHERE name = 'mark'", transaction);
            return (long)command.ExecuteScalar()!;
        },
        Cancellation);
}
