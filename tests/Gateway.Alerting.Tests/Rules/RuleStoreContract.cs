using Gateway.Alerting.Storage;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Rules;

/// <summary>What any rule store must do. An implementation only says how it is made.</summary>
public abstract class RuleStoreContract
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract IRuleStore Store { get; }

    [Fact]
    public async Task Append_OfANewRule_IsItsFirstVersion()
    {
        var version = await Append("a", null, RuleAction.Created);

        Assert.Equal(new RuleVersion("a", 1, RuleAction.Created, "ada", Some.Noon, """{"n":1}"""), version);
        Assert.Equal(version, Assert.Single(await Store.LoadAsync(Cancellation)));
    }

    [Fact]
    public async Task Append_OnThePresentVersion_ReplacesItAndKeepsTheOld()
    {
        await Append("a", null, RuleAction.Created);
        var second = await Append("a", 1, RuleAction.Updated, """{"n":2}""");

        Assert.Equal(2, second!.Number);
        Assert.Equal(second, Assert.Single(await Store.LoadAsync(Cancellation)));
        Assert.Equal([2L, 1L], (await Store.VersionsAsync("a", 10, 0, Cancellation)).Versions.Select(version => version.Number));
        Assert.Equal("""{"n":1}""", (await Store.FindVersionAsync("a", 1, Cancellation))!.Document);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2L)]
    public async Task Append_OnAnotherVersion_WritesNothing(long? basedOn)
    {
        await Append("a", null, RuleAction.Created);

        Assert.Null(await Append("a", basedOn, RuleAction.Updated));
        Assert.Equal(1, (await Store.VersionsAsync("a", 10, 0, Cancellation)).Total);
    }

    [Fact]
    public async Task Append_OnARuleThatIsNotThere_WritesNothing()
    {
        Assert.Null(await Append("a", 1, RuleAction.Updated));
        Assert.Equal(0, (await Store.VersionsAsync("a", 10, 0, Cancellation)).Total);
    }

    [Fact]
    public async Task Append_Deleted_LeavesOnlyTheVersions()
    {
        await Append("a", null, RuleAction.Created);
        await Append("a", 1, RuleAction.Deleted);

        Assert.Empty(await Store.LoadAsync(Cancellation));
        Assert.Equal([RuleAction.Deleted, RuleAction.Created], (await Store.VersionsAsync("a", 10, 0, Cancellation)).Versions.Select(version => version.Action));
    }

    [Fact]
    public async Task Append_AfterADeletion_GoesOnCounting()
    {
        await Append("a", null, RuleAction.Created);
        await Append("a", 1, RuleAction.Deleted);

        Assert.Equal(3, (await Append("a", null, RuleAction.Restored))!.Number);
        Assert.Equal(3, Assert.Single(await Store.LoadAsync(Cancellation)).Number);
    }

    [Fact]
    public async Task Versions_Paged_CountTheWhole()
    {
        await Append("other", null, RuleAction.Created);
        await Append("a", null, RuleAction.Created);
        for (var number = 1; number < 5; number++)
        {
            await Append("a", number, RuleAction.Updated);
        }

        var page = await Store.VersionsAsync("a", 2, 1, Cancellation);

        Assert.Equal((5L, 4L, 3L), (page.Total, page.Versions[0].Number, page.Versions[1].Number));
        Assert.Null(await Store.FindVersionAsync("a", 6, Cancellation));
    }

    [Fact]
    public async Task Counters_OfRulesThatNeverFired_AreNone() => Assert.Empty(await Store.CountersAsync(null, Cancellation));

    [Fact]
    public async Task Append_ManyOfWhichOneIsStale_WritesNone()
    {
        await Append("b", null, RuleAction.Created);

        Assert.Null(await Store.AppendAsync([Write("a", null), Write("b", null)], Cancellation));
        Assert.Equal("b", Assert.Single(await Store.LoadAsync(Cancellation)).RuleId);
        Assert.Equal(["c", "a"], (await Store.AppendAsync([Write("c", null), Write("a", null)], Cancellation))!.Select(version => version.RuleId));
    }

    private async Task<RuleVersion?> Append(string id, long? basedOn, RuleAction action, string document = """{"n":1}""") =>
        (await Store.AppendAsync([Write(id, basedOn, action, document)], Cancellation))?.Single();

    private static RuleWrite Write(string id, long? basedOn, RuleAction action = RuleAction.Created, string document = """{"n":1}""") =>
        new(id, basedOn, action, document, "ada", Some.Noon);
}
