using Gateway.Alerting.Delivery.Channels;
using Gateway.Alerting.Delivery.Configuration;
using Gateway.Alerting.Tests.Delivery.Messages;

namespace Gateway.Alerting.Tests.Delivery.Channels;

public class MessagePreviewTests
{
    public static TheoryData<string> Types => [.. ChannelTypes.All.Select(type => type.Name).Where(name => name != InAppType.TypeName)];

    [Theory]
    [MemberData(nameof(Types))]
    public void Preview_OfEveryTypeThatSends_HasTheBodyThatIsSent(string type)
    {
        var alert = SomeMessages.Announcer.Read(SomeMessages.Opened).Alert!;

        var preview = MessagePreview.Of(type, alert, SomeMessages.Announcer)!;

        Assert.Contains(alert.RuleName, preview.Says.Title, StringComparison.Ordinal);
        Assert.Contains(alert.RuleName, preview.Body, StringComparison.Ordinal);
    }
}
