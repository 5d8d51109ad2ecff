using Gateway.Alerting.Calls;
using Gateway.Alerting.Files;
using Gateway.Alerting.Telemetry;
using Microsoft.Extensions.Logging;

namespace Gateway.Alerting.Pricing;

/// <summary>
/// The price book of a file that may be edited at any time: an edit counts from the next call on, within two seconds.
/// A file that is missing or has mistakes changes nothing: the last good book stays, or none at the start (every call is then unpriced),
/// and health and log say so. Calls already priced are never priced again.
/// </summary>
public sealed partial class LivePriceBook : IPriceBook, IPriceExplainer, IDisposable
{
    /// <summary>Problems told in one message; the rest is counted.</summary>
    private const int ProblemsTold = 5;

    private readonly string _path;
    private readonly SystemHealth _health;
    private readonly ILogger<LivePriceBook> _log;
    private readonly FilePoller _poller;
    private volatile PriceBook _book = PriceBook.Empty;

    /// <param name="path">Full path; need not exist.</param>
    /// <param name="health">Told about <see cref="HealthParts.Prices"/>.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told about every load.</param>
    public LivePriceBook(string path, SystemHealth health, TimeProvider time, ILogger<LivePriceBook> log)
    {
        _path = path;
        _health = health;
        _log = log;
        // Watching begins before reading, so that an edit between the two is seen.
        _poller = new FilePoller(() => [path], time);
        _poller.Changed += Load;
        Load();
    }

    /// <summary>The book in use.</summary>
    public PriceBook Current => _book;

    public CallCost Price(string provider, string? responseModel, string? requestModel, in TokenUsage tokens) =>
        _book.Price(provider, responseModel, requestModel, tokens);

    public DateOnly? Updated => _book.Updated;

    public PriceExplanation? Explain(LlmCall call) => _book.Explain(call);

    public void Dispose() => _poller.Dispose();

    private void Load()
    {
        var reading = Read();
        if (reading.Book is { } book)
        {
            _book = book;
            LogLoaded(_path, book.ModelCount, book.Lists.Count, reading.Ignored);
            _health.Report(HealthParts.Prices, HealthState.Healthy, Words(book));
        }
        else
        {
            var problems = Words(reading.Problems);
            LogRefused(_path, problems);
            _health.Report(HealthParts.Prices, HealthState.Degraded, $"{Path.GetFileName(_path)} is not in use: {problems}. {Consequence}");
        }
    }

    private PriceBookReading Read()
    {
        try
        {
            return PriceBookFile.Read(_path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return PriceBookReading.Of(new("file", File.Exists(_path) ? unreadable.Message : $"{_path} does not exist"));
        }
    }

    private string Consequence => _book == PriceBook.Empty ? "Calls are unpriced until it is right" : "The last good prices stay in use";

    private static string Words(PriceBook book) =>
        $"{book.ModelCount} prices of {book.Lists.Count} providers{(book.Updated is { } day ? $", as of {day:yyyy-MM-dd}" : "")}";

    private static string Words(IReadOnlyList<PriceProblem> problems) =>
        string.Join("; ", problems.Take(ProblemsTold)) + (problems.Count > ProblemsTold ? $"; and {problems.Count - ProblemsTold} more" : "");
}
