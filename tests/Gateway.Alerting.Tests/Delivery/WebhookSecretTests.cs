using Gateway.Alerting.Delivery;

namespace Gateway.Alerting.Tests.Delivery;

public class WebhookSecretTests
{
    /// <summary>The example of the Standard Webhooks specification.</summary>
    [Fact]
    public void Sign_TheSpecificationsExample_GivesItsSignature()
    {
        var secret = WebhookSecret.Parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

        var signature = secret.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330), """{"test": 2432232314}""");

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_")]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("whsec_not base64 at all but long enough")]
    public void TryParse_NoSecret_IsRefused(string text) => Assert.False(WebhookSecret.TryParse(text, out _));

    [Fact]
    public void ToString_NeverShowsTheKey() =>
        Assert.DoesNotContain("MfKQ", WebhookSecret.Parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").ToString(), StringComparison.Ordinal);
}
