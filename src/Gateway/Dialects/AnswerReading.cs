using Gateway.Alerting.Calls;
using Gateway.Alerting.Pricing;
using Gateway.Dialects.Json;

namespace Gateway.Dialects;

/// <summary>What has been learnt of one answer. Filled by a dialect while the answer passes; read once, when the call has ended.</summary>
/// <param name="withText">Keep the beginning of the output, for an estimate; without it the output is only counted.</param>
public sealed class AnswerReading(bool withText = true)
{
    private UsualChunk? _usual;

    public string? Model { get; set; }

    /// <summary>Set (never added to) whenever the provider states usage: it states it cumulatively. Null until it did.</summary>
    public TokenUsage? Usage { get; set; }

    /// <summary><see cref="Usage"/> states the input only so far; the provider states the output at the end of the stream.</summary>
    public bool OutputPending { get; set; }

    /// <summary>What the provider says it charged.</summary>
    public NanoUsd? ReportedCost { get; set; }

    /// <summary>The first event that carried content (text, reasoning, a tool call, audio) has passed.</summary>
    public bool ContentSeen { get; set; }

    /// <summary>The event that ends a complete stream has passed.</summary>
    public bool TerminalSeen { get; set; }

    /// <summary>The provider's error type, when the answer is or contains an error.</summary>
    public string? ErrorType { get; set; }

    /// <summary>The error is the provider's word for "too busy", whatever the status.</summary>
    public bool Overloaded { get; set; }

    /// <summary>The error is the provider's word for "too many requests", whatever the status.</summary>
    public bool RateLimited { get; set; }

    /// <summary>What most of the stream's chunks look like, for dialects that compare before they search.</summary>
    internal UsualChunk Usual => _usual ??= new();

    /// <summary>Output text that passed, for an estimate where usage never comes. Bounded.</summary>
    public TextSample Output { get; } = new(withText ? TextSample.Capacity : 0);
}
