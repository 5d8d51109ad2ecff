namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>Text that people search for, as a LIKE pattern: to be used with <c>ESCAPE '\'</c>. SQLite folds the case of ASCII letters only.</summary>
internal static class LikePattern
{
    public static string Containing(string text) =>
        "%" + text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal) + "%";
}
