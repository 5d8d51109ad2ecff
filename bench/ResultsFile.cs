namespace Gateway.Bench;

/// <summary>The file that keeps the results of all benches, each under a heading of its own.</summary>
internal static class ResultsFile
{
    /// <summary>Puts a section in place of the one with the same heading, or at the end.</summary>
    public static void Put(string file, string section)
    {
        var text = File.ReadAllText(file).TrimEnd() + "\n";
        var heading = section[..section.IndexOf('\n')];
        var start = text.IndexOf(heading + "\n", StringComparison.Ordinal);
        var after = start < 0 ? -1 : text.IndexOf("\n# ", start, StringComparison.Ordinal);
        var before = start < 0 ? text + "\n" : text[..start];
        File.WriteAllText(file, before + section.TrimEnd() + "\n" + (after < 0 ? "" : text[after..]));
    }
}
