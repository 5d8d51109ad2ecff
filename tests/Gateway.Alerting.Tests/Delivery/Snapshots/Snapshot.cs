using System.Runtime.CompilerServices;

namespace Gateway.Alerting.Tests.Delivery.Snapshots;

/// <summary>Compares text with the file of that name beside this one. UPDATE_SNAPSHOTS=1 writes the files anew; read the difference before keeping it.</summary>
internal static class Snapshot
{
    public static void Match(string name, string text)
    {
        var path = Path.Combine(Path.GetDirectoryName(ThisFile())!, name + ".txt");
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, text);
        }

        Assert.True(File.Exists(path), $"There is no snapshot {path}; run with UPDATE_SNAPSHOTS=1");
        Assert.Equal(File.ReadAllText(path), text);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
