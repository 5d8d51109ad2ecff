namespace Gateway.Demo;

/// <summary>
/// Plays the demo: first writes its past, then calls the gateway over HTTP as real clients would, four to eight times a second, by <see cref="DemoScript"/>.
/// Has to be registered behind whatever migrates the database and before the engine, which reads the past when it starts.
/// </summary>
internal sealed partial class TrafficGenerator(
    SimulatedProvider provider,
    DemoHistory history,
    GatewayAddress address,
    IConfiguration configuration,
    TimeProvider time,
    ILogger<TrafficGenerator> log) : BackgroundService
{
    /// <summary>More than ever run at once unless the gateway hangs; then calls wait instead of piling up.</summary>
    private const int MostAtOnce = 64;

    private const double StreamingShare = 0.6;

    private readonly Random _random = new(42);
    private readonly SemaphoreSlim _atOnce = new(MostAtOnce);
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null });
    private readonly DemoIdentity _identity = DemoIdentity.From(configuration);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await history.SeedAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _client.Dispose();
        _atOnce.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (await address.WaitAsync(stoppingToken) is not { } gateway)
        {
            LogNoAddress();
            return;
        }

        LogStarted(gateway, provider.Address);
        var began = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            var elapsed = time.GetElapsedTime(began);
            provider.Mood = DemoScript.MoodAt(elapsed);
            await _atOnce.WaitAsync(stoppingToken);
            _ = CallAsync(NextRequest(gateway), stoppingToken);
            await Task.Delay(NextGap(DemoScript.RateAt(elapsed)), time, stoppingToken);
        }
    }

    private HttpRequestMessage NextRequest(Uri gateway) => DemoRequests.Create(
        gateway,
        DemoCast.Workload(_random, provider.Mood),
        DemoCast.Person(_random),
        stream: _random.NextDouble() < StreamingShare,
        _identity);

    /// <summary>Exponential: people do not call in step.</summary>
    private TimeSpan NextGap(double perSecond) => TimeSpan.FromSeconds(-Math.Log(1 - _random.NextDouble()) / perSecond);

    private async Task CallAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using (request)
            using (var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken))
            {
                await response.Content.CopyToAsync(Stream.Null, cancellationToken);
            }
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or OperationCanceledException)
        {
            // A client's view of a failing provider, or of the end of the demo; the gateway has metered it.
            LogCallFailed(failed.Message);
        }
        finally
        {
            Leave();
        }
    }

    private void Leave()
    {
        try
        {
            _atOnce.Release();
        }
        catch (ObjectDisposedException)
        {
            // The host has stopped while this call was ending.
            LogCallFailed("the demo has ended");
        }
    }
}
