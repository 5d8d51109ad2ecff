using Gateway.Alerting.Files;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.Files;

public sealed class FilePollerTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("poller").FullName;
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Directory_WithFilesMadeEditedAndRemoved_RaisesOncePerLook()
    {
        using var poller = Watch(out var changes);

        Next();
        Assert.Equal(0, changes());
        File.WriteAllText(At("a.json"), "1");
        File.WriteAllText(At("b.json"), "1");
        Next();
        Assert.Equal(1, changes());
        File.WriteAllText(At("a.json"), "22");
        Next();
        Assert.Equal(2, changes());
        File.Delete(At("b.json"));
        Next();
        Assert.Equal(3, changes());
        Next();
        Assert.Equal(3, changes());
    }

    [Fact]
    public void File_ReplacedWithTheSameLength_IsSeenByItsTime()
    {
        File.WriteAllText(At("a.json"), "1");
        File.SetLastWriteTimeUtc(At("a.json"), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        using var poller = Watch(out var changes);

        File.WriteAllText(At("a.json"), "2");
        Next();

        Assert.Equal(1, changes());
    }

    [Fact]
    public void Link_PointedElsewhere_IsAChange()
    {
        File.WriteAllText(At("one"), "1");
        File.WriteAllText(At("two"), "2");
        File.CreateSymbolicLink(At("a.json"), At("one"));
        using var poller = Watch(out var changes);

        File.Delete(At("a.json"));
        File.CreateSymbolicLink(At("a.json"), At("two"));
        Next();

        Assert.Equal(1, changes());
    }

    [Fact]
    public void Directory_Gone_IsAChangeAndNoError()
    {
        using var poller = Watch(out var changes);

        Directory.Delete(_directory);
        Next();
        Directory.CreateDirectory(_directory);
        Next();

        Assert.Equal(2, changes());
    }

    [Fact]
    public void Poller_Disposed_LooksNoMore()
    {
        var poller = Watch(out var changes);
        poller.Dispose();

        File.WriteAllText(At("a.json"), "1");
        Next();

        Assert.Equal(0, changes());
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private FilePoller Watch(out Func<int> changes)
    {
        var seen = 0;
        var poller = new FilePoller(() => Directory.EnumerateFiles(_directory, "*.json"), _time);
        poller.Changed += () => seen++;
        changes = () => seen;
        return poller;
    }

    private void Next() => _time.Advance(FilePoller.DefaultInterval);

    private string At(string name) => Path.Combine(_directory, name);
}
