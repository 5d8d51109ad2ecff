namespace Gateway.Alerting.Rules;

/// <summary>One mistake in a rule, with where it is and what would be right.</summary>
/// <param name="File">The file, or null for a rule from elsewhere.</param>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based, in characters.</param>
/// <param name="Path">JSON path such as <c>logic.conditions[1].metric</c>.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record RuleDiagnostic(string? File, int Line, int Column, string Path, string Message)
{
    /// <summary><c>file:line:column: message</c>, as editors and terminals link it.</summary>
    public override string ToString() => $"{File ?? "rule"}:{Line}:{Column}: {(Path.Length == 0 ? "" : Path + ": ")}{Message}";
}
