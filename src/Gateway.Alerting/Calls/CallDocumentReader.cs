using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Alerting.Pricing;
using Gateway.Alerting.Time;

namespace Gateway.Alerting.Calls;

/// <summary>
/// Reads calls that were metered elsewhere. Only <c>started_at</c> is required; what is missing is derived from what is there, or gets its default.
/// Safe for concurrent use.
/// </summary>
public sealed class CallDocumentReader(IPriceBook prices, TimeProvider time)
{
    private const int LongestId = 200;
    private const int LongestText = 512;
    private const int MostTags = 64;

    /// <summary>Shorter texts are names of keys rather than keys.</summary>
    private const int ShortestKey = 12;

    /// <summary>Such as <c>sk-proj-…9fQ2</c>.</summary>
    private const int LongestLabel = 16;

    private const string Unknown = "unknown";

    /// <summary>Clocks differ, but not by more.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LongestCall = TimeSpan.FromDays(7);
    private static readonly DateTimeOffset Earliest = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="json">One JSON object in UTF-8.</param>
    /// <param name="problems">Receives every mistake, each with the field's path, what is allowed and what was there.</param>
    /// <returns>The call, or null when there are problems.</returns>
    public LlmCall? Read(ReadOnlyMemory<byte> json, List<string> problems)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return Read(new JsonFields(document.RootElement, "", problems), json, problems);

            problems.Add("must be one JSON object, such as {\"started_at\":\"2026-03-14T09:30:00Z\"}");
        }
        catch (JsonException fault)
        {
            problems.Add($"is not valid JSON at byte {fault.BytePositionInLine}");
        }
        catch (InvalidOperationException)
        {
            // Escaped names are decoded while a member is looked for; half a surrogate pair or bytes that are not UTF-8 cannot be.
            problems.Add("has a member name that is no valid Unicode");
        }

        return null;
    }

    private LlmCall? Read(JsonFields json, ReadOnlyMemory<byte> line, List<string> problems)
    {
        var status = (int?)json.Whole("status_code", 999);
        var outcome = json.Word<CallOutcome>("outcome");
        var provider = json.Text("provider", LongestText) ?? Unknown;
        var call = new LlmCall
        {
            Id = json.Text("id", LongestId) ?? IdOf(line),
            StartedAt = StartedAt(json),
            Provider = provider,
            Dialect = json.Text("dialect", LongestText) ?? Unknown,
            Operation = json.Text("operation", LongestText) ?? "other",
            Route = json.Text("route", LongestText) ?? provider,
            RequestModel = json.Text("request_model", LongestText),
            ResponseModel = json.Text("response_model", LongestText),
            Streaming = json.Flag("streaming") ?? false,
            StatusCode = status ?? ImportedOutcome.StatusOf(outcome ?? CallOutcome.Success),
            Outcome = outcome ?? ImportedOutcome.Of(status),
            ErrorType = json.Text("error_type", LongestText),
            Latency = Span(json, "latency_ms") ?? TimeSpan.Zero,
            TimeToFirstToken = Span(json, "ttft_ms"),
            BytesIn = json.Whole("bytes_in", long.MaxValue) ?? 0,
            BytesOut = json.Whole("bytes_out", long.MaxValue) ?? 0,
            Tokens = json.Object("tokens") is { } tokens ? TokenFields.Read(tokens) : default,
            User = json.Text("user", LongestText),
            Team = json.Text("team", LongestText),
            Session = json.Text("session", LongestText),
            Tags = json.Texts("tags", MostTags, LongestText),
            ApiKey = Label(json.Text("api_key", LongestText)),
            ApiKeyId = json.Text("api_key_id", LongestText),
        };
        call = call with { Cost = Cost(json, call) };
        json.RefuseUnknown();
        return problems.Count == 0 ? call : null;
    }

    /// <summary>The same line has the same id, so importing it again adds nothing.</summary>
    private static string IdOf(ReadOnlyMemory<byte> line) => Convert.ToHexStringLower(SHA256.HashData(line.Span)[..16]);

    /// <summary>A whole key that a history brings along is not stored: only its last four characters are. A label is taken as it is, if it is short enough to be one.</summary>
    private static string? Label(string? key) =>
        key is null || key.Length < ShortestKey || (key.Length <= LongestLabel && key.Contains('…', StringComparison.Ordinal)) ? key : $"…{key[^4..]}";

    private static TimeSpan? Span(JsonFields json, string name) =>
        json.Number(name, (decimal)LongestCall.TotalMilliseconds) is { } ms ? new TimeSpan((long)(ms * TimeSpan.TicksPerMillisecond)) : null;

    private DateTimeOffset StartedAt(JsonFields json)
    {
        var before = json.ProblemCount;
        if (json.Instant("started_at") is not { } started)
        {
            if (json.ProblemCount == before)
                json.Refuse("started_at", $"is required: {InstantText.Allowed}");
            return default;
        }

        var latest = time.GetUtcNow() + Ahead;
        if (started < Earliest || started > latest)
            json.Refuse("started_at", $"must be from {UtcInstantConverter.Text(Earliest)} to now, which is {UtcInstantConverter.Text(time.GetUtcNow())}, was {UtcInstantConverter.Text(started)}");

        return started;
    }

    private CallCost Cost(JsonFields json, LlmCall call)
    {
        // More for one call is a mistake in the unit; and a million such calls still add up exactly.
        var given = json.Number("cost_usd", 10_000);
        var status = json.Word<PriceStatus>("price_status");
        if (given is not { } dollars)
            return prices.Price(call.Provider, call.ResponseModel, call.RequestModel, call.Tokens);

        if (status is PriceStatus.Unpriced)
            json.Refuse("price_status", "must not be unpriced where there is a cost_usd");

        return new CallCost(NanoUsd.FromDollars(dollars), status ?? PriceStatus.ProviderReported);
    }
}
