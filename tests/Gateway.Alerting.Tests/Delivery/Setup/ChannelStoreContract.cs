using Gateway.Alerting.Delivery;
using Gateway.Alerting.Storage;
using Gateway.Testing;

namespace Gateway.Alerting.Tests.Delivery.Setup;

/// <summary>What any store of channels, and any record of their messages, must do.</summary>
public abstract class ChannelStoreContract
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected abstract IChannelStore Store { get; }

    protected abstract IChannelRecord Record { get; }

    /// <summary>The audit, oldest first: <c>by action target text</c>.</summary>
    protected abstract IReadOnlyList<string> Audit { get; }

    [Fact]
    public async Task Save_Twice_KeepsTheLastAndAuditsBoth()
    {
        await Store.SaveAsync(Channel("b", "1"), "channel.created", "type slack", Cancellation);
        await Store.SaveAsync(Channel("a", "1"), "channel.created", "type slack", Cancellation);
        await Store.SaveAsync(Channel("b", "2"), "channel.updated", "changed name", Cancellation);

        Assert.Equal([Channel("a", "1"), Channel("b", "2")], Store.Load());
        Assert.Equal(["ada channel.created b type slack", "ada channel.created a type slack", "ada channel.updated b changed name"], Audit);
    }

    [Fact]
    public async Task Delete_LeavesOnlyTheAudit()
    {
        await Store.SaveAsync(Channel("a", "1"), "channel.created", "type slack", Cancellation);

        await Store.DeleteAsync("a", "bea", Some.Noon, Cancellation);

        Assert.Empty(Store.Load());
        Assert.Equal("bea channel.deleted a ", Audit[^1]);
    }

    [Fact]
    public async Task Past_OfTests_IsTheLastOfEachKind()
    {
        Assert.Equal(ChannelPast.None, Record.PastOf("ops"));

        await Record.AddTestAsync(Test("1", "ops"), Attempt(1, DeliveryOutcome.Delivered(200)), "ada", Cancellation);
        await Record.AddTestAsync(Test("2", "ops"), Attempt(2, new(DeliveryResult.Rejected, 404, "gone")), "ada", Cancellation);
        await Record.AddTestAsync(Test("3", "ops"), Attempt(3, new(DeliveryResult.Retryable, null, "no answer")), "ada", Cancellation);
        await Record.AddTestAsync(Test("4", "other"), Attempt(4, DeliveryOutcome.Delivered(200)), "ada", Cancellation);
        await Record.AddTestAsync(Test("5", "ops"), Attempt(5, new(DeliveryResult.NotConfigured, null, "not configured")), "ada", Cancellation);

        Assert.Equal(new(Some.Noon.AddMinutes(1).AddSeconds(1), new(Some.Noon.AddMinutes(3), null, "no answer")), Record.PastOf("ops"));
        Assert.Equal("ada channel.tested ops it did not arrive: not configured", Audit[^1]);
    }

    private static StoredChannel Channel(string id, string secrets) => new(id, "{}", secrets, "ada", Some.Noon);

    private static Alerting.Delivery.Delivery Test(string id, string channel) => new(id, null, channel, MessageTypes.Test, "{}", 0);

    private static DeliveryAttempt Attempt(int minute, DeliveryOutcome outcome) => new(Some.Noon.AddMinutes(minute), TimeSpan.FromSeconds(1), outcome);
}
