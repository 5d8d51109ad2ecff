namespace Gateway.Admin.Security;

/// <summary>Who may do what. Each role may do all that the ones before it may; the policies have the same names.</summary>
public static class AdminRoles
{
    /// <summary>Reads.</summary>
    public const string Viewer = "viewer";

    /// <summary>Also acknowledges, resolves, silences and tests.</summary>
    public const string Operator = "operator";

    /// <summary>Also edits rules, channels and settings.</summary>
    public const string Admin = "admin";

    /// <summary>From least to most.</summary>
    public static IReadOnlyList<string> All { get; } = [Viewer, Operator, Admin];

    /// <summary>The roles that may do what <paramref name="role"/> may.</summary>
    public static IEnumerable<string> AtLeast(string role) => All.SkipWhile(known => known != role);
}
