namespace Gateway.Dialects;

/// <summary>Which wire format a request speaks, by its path.</summary>
/// <param name="Dialect">Null where the path is none we can read: the call is metered by status, time and bytes alone.</param>
/// <param name="Operation"><c>chat, responses, messages, generate, embeddings</c> or <c>other</c>.</param>
/// <param name="PathModel">The model, where the path names it (Gemini, Bedrock, Azure deployments).</param>
/// <param name="PathStreaming">Whether the answer streams, where the path says so (Gemini, Bedrock).</param>
public sealed record DialectMatch(IDialect? Dialect, string Operation, string? PathModel, bool? PathStreaming);
