using System.Net.Http.Headers;
using System.Text;

namespace Gateway.Alerting.Delivery.Http;

/// <summary>Posts for every channel that speaks HTTP: one time limit, a bounded look at the answer, and failures as outcomes.</summary>
internal sealed class OutboundPost(IHttpClientFactory clients, TimeProvider time)
{
    /// <summary>What is read of a refusal; receivers' error texts are shorter.</summary>
    private const int MostAnswer = 4096;

    public Task<DeliveryOutcome> JsonAsync(Uri url, string json, Func<HttpAnswer, DeliveryOutcome> judge, CancellationToken cancellationToken) =>
        SendAsync(new(HttpMethod.Post, url) { Content = Json(json) }, judge, cancellationToken);

    /// <param name="request">Is disposed of.</param>
    /// <param name="judge">What the answer means.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<DeliveryOutcome> SendAsync(HttpRequestMessage request, Func<HttpAnswer, DeliveryOutcome> judge, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(OutboundHttp.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var sent = request;
        try
        {
            using var client = clients.CreateClient(OutboundHttp.ClientName);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            // What a receiver says to its yes is of no use and could be endless.
            var text = response.IsSuccessStatusCode ? "" : await ReadAsync(response.Content, either.Token);
            return judge(new((int)response.StatusCode, RetryAfter(response.Headers.RetryAfter), text));
        }
        catch (ForbiddenAddressException forbidden)
        {
            return new(DeliveryResult.Rejected, Error: forbidden.Message);
        }
        catch (HttpRequestException fault)
        {
            return fault.InnerException is ForbiddenAddressException forbidden
                ? new(DeliveryResult.Rejected, Error: forbidden.Message)
                : new(DeliveryResult.Retryable, Error: $"{fault.HttpRequestError}: {fault.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(DeliveryResult.Retryable, Error: $"no answer within {OutboundHttp.Timeout.TotalSeconds:0} s");
        }
    }

    public static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private static async Task<string> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var buffer = new byte[MostAnswer];
        try
        {
            await using var body = await content.ReadAsStreamAsync(cancellationToken);
            var read = await body.ReadAtLeastAsync(buffer, MostAnswer, throwOnEndOfStream: false, cancellationToken);
            return Encoding.UTF8.GetString(buffer, 0, read);
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException)
        {
            // The status has been said and counts; only the words to it are lost.
            return "";
        }
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        (header?.Delta ?? header?.Date - time.GetUtcNow()) is { } wait && wait > TimeSpan.Zero ? wait : null;
}
