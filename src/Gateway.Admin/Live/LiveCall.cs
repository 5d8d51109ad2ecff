using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;

namespace Gateway.Admin.Live;

/// <summary>The <c>call</c> message: what the overview shows of a call, under the names that <c>GET /api/calls</c> uses.</summary>
internal sealed record LiveCall(
    string Id,
    DateTimeOffset StartedAt,
    string Provider,
    string Operation,
    string? RequestModel,
    string? ResponseModel,
    bool Streaming,
    CallOutcome Outcome,
    string? ErrorType,
    double LatencyMs,
    double? TtftMs,
    LiveTokens Tokens,
    decimal? CostUsd,
    PriceStatus PriceStatus,
    string? User,
    string? ApiKey)
{
    public static LiveCall Of(LlmCall call) => new(
        call.Id,
        call.StartedAt,
        call.Provider,
        call.Operation,
        call.RequestModel,
        call.ResponseModel,
        call.Streaming,
        call.Outcome,
        call.ErrorType,
        call.Latency.TotalMilliseconds,
        call.TimeToFirstToken?.TotalMilliseconds,
        new(call.Tokens.Input, call.Tokens.Output, call.Tokens.Source),
        call.Cost.Amount?.Dollars,
        call.Cost.Status,
        call.User,
        call.ApiKey);
}

internal sealed record LiveTokens(long Input, long Output, TokenSource Source);
