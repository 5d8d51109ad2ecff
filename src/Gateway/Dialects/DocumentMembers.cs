namespace Gateway.Dialects;

/// <summary>What a dialect wants of an answer that comes as one JSON document; everything else is run over.</summary>
/// <param name="Kept">Top-level members handed to <see cref="IDialect.ReadDocument"/>. Small ones only: together they are bounded.</param>
/// <param name="Content">Top-level members that hold the answer's words, sampled while they pass.</param>
public sealed record DocumentMembers(Utf8Names Kept, Utf8Names Content)
{
    /// <summary>Of an error answer, whoever sent it.</summary>
    internal static DocumentMembers Error { get; } = new(new("error", "type", "code", "status", "__type"), new());
}
