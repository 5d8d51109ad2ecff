using System.Net;
using Gateway.Scenarios.Stage;

namespace Gateway.Scenarios;

/// <summary>A proxied route may ask for authorization in YARP's own way: it is enforced, though other calls never meet that pipeline.</summary>
public sealed class RoutePolicyTests
{
    [Theory]
    [InlineData("viewer", AdminApi.Key, HttpStatusCode.OK)]
    [InlineData("viewer", "sk-somebody-else-0123456789", HttpStatusCode.Unauthorized)]
    [InlineData("viewer", null, HttpStatusCode.Unauthorized)]
    [InlineData("anonymous", null, HttpStatusCode.OK)]
    public async Task Route_WithAnAuthorizationPolicy_LetsThroughWhomItAllows(string policy, string? key, HttpStatusCode expected)
    {
        await using var provider = await ChatProvider.StartAsync();
        await using var gateway = await RunningGateway.StartAsync(provider.Address, settings: [$"ReverseProxy:Routes:openai:AuthorizationPolicy={policy}"]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/openai/v1/chat/completions") { Content = new StringContent("""{"model":"gpt-5.4","messages":[]}""") };
        request.Headers.Authorization = key is null ? null : new("Bearer", key);

        using var response = await gateway.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(expected, response.StatusCode);
    }
}
