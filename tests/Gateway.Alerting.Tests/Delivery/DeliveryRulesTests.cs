using System.Net;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Channels.Slack;
using Gateway.Alerting.Delivery.Channels.Webhook;
using Gateway.Alerting.Delivery.Http;

namespace Gateway.Alerting.Tests.Delivery;

/// <summary>The pure decisions of delivery, as tables.</summary>
public class DeliveryRulesTests
{
    [Theory]
    [InlineData(1, 0.5, null, 5)]
    [InlineData(1, 0.0, null, 4.5)]
    [InlineData(1, 1.0, null, 5.5)]
    [InlineData(2, 0.5, null, 30)]
    [InlineData(7, 0.5, null, 21600)]
    [InlineData(1, 0.5, 60.0, 60)]
    [InlineData(1, 0.0, 2.0, 2)]
    [InlineData(1, 0.5, 0.0, 1)]
    [InlineData(4, 0.5, 300.0, 300)]
    [InlineData(7, 0.5, 9000.0, 9000)]
    [InlineData(3, 0.5, 1.0, 30)]
    [InlineData(7, 0.5, 30.0, 7200)]
    [InlineData(1, 0.5, 99999999.0, 86400)]
    public void RetrySchedule_Next_WaitsAsDocumented(int failed, double chance, double? retryAfter, double expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), RetrySchedule.Default.Next(failed, retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null, chance));

    [Theory]
    [InlineData(0, 5)]
    [InlineData(2, 120)]
    [InlineData(6, 600)]
    [InlineData(99, 600)]
    public void RetrySchedule_Probe_GrowsToTheLongestWait(int probes, double expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), RetrySchedule.Default.Probe(probes, TimeSpan.FromMinutes(10)));

    [Fact]
    public void RetrySchedule_AfterTheLastWait_GivesUp() => Assert.Null(RetrySchedule.Default.Next(8, null, 0.5));

    [Theory]
    [InlineData(200, DeliveryResult.Delivered)]
    [InlineData(204, DeliveryResult.Delivered)]
    [InlineData(301, DeliveryResult.Retryable)]
    [InlineData(400, DeliveryResult.Rejected)]
    [InlineData(401, DeliveryResult.Rejected)]
    [InlineData(403, DeliveryResult.Rejected)]
    [InlineData(404, DeliveryResult.Rejected)]
    [InlineData(408, DeliveryResult.Retryable)]
    [InlineData(410, DeliveryResult.Gone)]
    [InlineData(429, DeliveryResult.Retryable)]
    [InlineData(503, DeliveryResult.Retryable)]
    public void WebhookAnswer_Judge_FollowsTheStandard(int status, DeliveryResult expected) => Assert.Equal(expected, WebhookAnswer.Judge(new(status, null, "")).Result);

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700:4700::1111", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("64:ff9b::808:808", true)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("::127.0.0.1", false)]
    public void PublicAddress_IsPublic_SeesThroughEveryDisguise(string address, bool expected) => Assert.Equal(expected, PublicAddress.IsPublic(IPAddress.Parse(address)));
}
