using System.Runtime.CompilerServices;

namespace Gateway.Testing;

/// <summary>Where this repository is on disk, for tests over its own files.</summary>
public static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../.."));

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
