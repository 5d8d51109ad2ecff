using Gateway.Alerting.Rules;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Storage.Sqlite;
using Gateway.Alerting.Telemetry;
using Gateway.Alerting.Tests.Storage;
using Gateway.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.Rules;

/// <summary>Rules made in the API, over restarts.</summary>
public sealed class StoredRuleTests : IAsyncDisposable
{
    private const string Pager = """{ "name": "Pager", "conditions": [ { "metric": "errors", "operator": ">", "threshold": 5 } ], "actions": { "channels": ["pager"] } }""";
    private const string Plain = """{ "name": "Plain", "conditions": [ { "metric": "errors", "operator": ">", "threshold": 5 } ] }""";

    private readonly TestDatabase _test = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-rules-");
    private readonly FakeTimeProvider _time = new(Some.Noon);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rules_AfterARestart_AreInForceAsTheyWere()
    {
        using (var before = Process())
        {
            await before.Desk.CreateAsync(Plain, "ada", Cancellation);
            await before.Desk.CreateAsync(Pager, "ada", Cancellation);
            await before.Desk.ToggleAsync("pager", null, "ada", Cancellation);
        }

        using var after = Process();
        Assert.False(after.Rules.Current.IsWhole);
        await after.Desk.LoadAsync(Cancellation);

        Assert.True(after.Rules.Current.IsWhole);
        Assert.Equal(["pager", "plain"], after.Rules.Current.Rules.Select(rule => rule.Id));
        Assert.Equal(["plain"], after.Rules.Current.Active.Select(rule => rule.Id));
    }

    [Fact]
    public async Task Rules_FromEverywhere_ShareWhatTheyReadAlike()
    {
        File.WriteAllText(FileName, Plain.Replace("Plain", "Filed", StringComparison.Ordinal));
        using (var before = Process())
        {
            await before.Desk.CreateAsync(Plain, "ada", Cancellation);
            await before.Desk.CreateAsync(Pager, "ada", Cancellation);
        }

        using var process = Process();
        await process.Desk.CreateAsync(Plain, "ada", Cancellation);
        File.WriteAllText(FileName, Plain.Replace("Plain", "Edited", StringComparison.Ordinal));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["edited", "pager", "plain", "plain-2"], process.Rules.Current.Rules.Select(rule => rule.Id));
        Assert.Single(process.Rules.Current.Rules.SelectMany(rule => rule.Gauges).Distinct(ReferenceEqualityComparer.Instance));
    }

    [Fact]
    public async Task Rule_WhoseChannelHasBeenRemoved_IsBrokenAndStopsNoOther()
    {
        using (var before = Process())
        {
            await before.Desk.CreateAsync(Plain, "ada", Cancellation);
            await before.Desk.CreateAsync(Pager, "ada", Cancellation);
        }

        using var after = Process(channels: ["in_app"]);
        await after.Desk.LoadAsync(Cancellation);

        Assert.Equal(["plain"], after.Rules.Current.Rules.Select(rule => rule.Id));
        Assert.Equal(["pager"], after.Rules.Current.Broken);
        Assert.True(after.Rules.Current.IsWhole);
        Assert.StartsWith("unknown channel 'pager'", after.Rules.Entries.Find("pager")!.Problem, StringComparison.Ordinal);
        Assert.Equal(HealthState.Degraded, after.Health.State);
        Assert.StartsWith("rule 'pager' is not judged: unknown channel 'pager'", Assert.Single(after.Health.Parts).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rule_ThatIsBroken_CanBeSwitchedOffReplacedOrDeleted()
    {
        using (var before = Process())
        {
            await before.Desk.CreateAsync(Pager, "ada", Cancellation);
        }

        using var after = Process(channels: ["in_app"]);

        Assert.Equal(RuleChangeResult.Done, (await after.Desk.ToggleAsync("pager", [1], "ada", Cancellation)).Result);
        Assert.Equal(RuleChangeResult.Done, (await after.Desk.ReplaceAsync("pager", Plain, [2], "ada", Cancellation)).Result);
        Assert.Equal(HealthState.Healthy, after.Health.State);
        Assert.Equal(RuleChangeResult.Invalid, (await after.Desk.RestoreAsync("pager", 1, null, "ada", Cancellation)).Result);
        Assert.Equal(RuleChangeResult.Done, (await after.Desk.DeleteAsync("pager", [3], "ada", Cancellation)).Result);
    }

    [Fact]
    public async Task Rule_ThatCannotBeReadAtAll_IsShownAndCanBeDeleted()
    {
        using var process = Process();
        await process.Store.AppendAsync([new("odd", null, RuleAction.Created, """{ "from": "another version" }""", "ada", Some.Noon)], Cancellation);
        await process.Desk.LoadAsync(Cancellation);

        Assert.Contains("a rule needs a name", process.Rules.Entries.Find("odd")!.Problem, StringComparison.Ordinal);
        Assert.Equal(RuleChangeResult.Conflict, (await process.Desk.ToggleAsync("odd", null, "ada", Cancellation)).Result);
        Assert.Equal(RuleChangeResult.Done, (await process.Desk.DeleteAsync("odd", null, "ada", Cancellation)).Result);
    }

    [Fact]
    public async Task Change_WhileAFileIsWrong_IsInForceBesideTheLastGoodFiles()
    {
        using var process = Process();
        File.WriteAllText(FileName, Plain.Replace("Plain", "Filed", StringComparison.Ordinal));
        _time.Advance(TimeSpan.FromSeconds(1));
        File.WriteAllText(FileName, "{");
        _time.Advance(TimeSpan.FromSeconds(1));

        await process.Desk.CreateAsync(Plain, "ada", Cancellation);

        Assert.Equal(["filed", "plain"], process.Rules.Current.Rules.Select(rule => rule.Id));
        Assert.Contains("the last good 2 rules stay in force", Assert.Single(process.Health.Parts).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_ManyAtOnce_AllBecomeVersions()
    {
        using var process = Process();
        await process.Desk.CreateAsync(Plain, "ada", Cancellation);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => process.Desk.ToggleAsync("plain", null, "ada", Cancellation)));

        Assert.Equal(21, (await process.Store.VersionsAsync("plain", 50, 0, Cancellation)).Total);
        Assert.True(process.Rules.Entries.Find("plain") is { Version.Number: 21, Definition.IsActive: true });
    }

    [Fact]
    public async Task Change_ThatCannotBeStored_ChangesNothing()
    {
        using var process = Process();
        await process.Desk.CreateAsync(Plain, "ada", Cancellation);
        await _test.Writer.WriteAsync((connection, transaction) => connection.Run("create trigger full before insert on rule_versions begin select raise(abort, 'disk full'); end", transaction), Cancellation);

        await Assert.ThrowsAsync<SqliteException>(() => process.Desk.DeleteAsync("plain", null, "ada", Cancellation));

        Assert.Equal(["plain"], process.Rules.Current.Rules.Select(rule => rule.Id));
    }

    [Fact]
    public async Task Loading_FromADatabaseThatDoesNotAnswer_IsTriedAgainAndHoldsUpNoStart()
    {
        await _test.Writer.WriteAsync((connection, transaction) => connection.Run("alter table rules rename to away", transaction), Cancellation);
        using var process = Process();
        using var loading = new StoredRuleLoading(process.Desk, process.Health, _time, NullLogger<StoredRuleLoading>.Instance);
        var loaded = new TaskCompletionSource();
        using var subscription = process.Rules.Changes.Subscribe(set =>
        {
            if (set.IsWhole)
            {
                loaded.TrySetResult();
            }
        });

        await loading.StartAsync(Cancellation);
        Assert.StartsWith("rules made in the API cannot be read", Assert.Single(process.Health.Parts).Words, StringComparison.Ordinal);

        await _test.Writer.WriteAsync((connection, transaction) => connection.Run("alter table away rename to rules", transaction), Cancellation);
        while (!loaded.Task.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(HealthState.Healthy, process.Health.State);
        await loading.StopAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _test.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private string FileName => Path.Combine(_folder.FullName, "a.json");

    private RuleProcess Process(params string[] channels)
    {
        var health = new SystemHealth(_time);
        var compiler = new RuleCompiler(channels.Length == 0 ? ["in_app", "pager"] : channels);
        var rules = new RuleSetProvider(_folder.FullName, "rules", compiler, health, _time, NullLogger<RuleSetProvider>.Instance);
        var store = new SqliteRuleStore(_test.Database, _test.Writer);
        return new(health, rules, store, new(store, rules, compiler, _time));
    }

    private sealed record RuleProcess(SystemHealth Health, RuleSetProvider Rules, IRuleStore Store, RuleDesk Desk) : IDisposable
    {
        public void Dispose()
        {
            Desk.Dispose();
            Rules.Dispose();
        }
    }
}
