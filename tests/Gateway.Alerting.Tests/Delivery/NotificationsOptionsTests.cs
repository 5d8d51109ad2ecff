using Gateway.Alerting.Delivery;

namespace Gateway.Alerting.Tests.Delivery;

public class NotificationsOptionsTests
{
    [Theory]
    [InlineData("X-Team", "a b", true)]
    [InlineData("Authorization", "Bearer abc", true)]
    [InlineData("X-Team", "a\nX-Other: b", false)]
    [InlineData("X-Team", "a\r\n b", false)]
    [InlineData("X-Team", "\u00e9", false)]
    [InlineData("X Team", "a", false)]
    [InlineData("X-Team:", "a", false)]
    public void Validate_OfAHeader_RefusesWhatWouldBreakTheRequest(string name, string value, bool valid)
    {
        var options = new NotificationsOptions();
        options.Channels["ops"] = new() { Url = "https://hooks.example", Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", Headers = { [name] = value } };

        var mistakes = options.Validate();

        Assert.Equal(valid ? [] : [$"Notifications:Channels:ops:Headers:{name}: must be a header name, and a value of printable ASCII on one line"], mistakes);
    }
}
