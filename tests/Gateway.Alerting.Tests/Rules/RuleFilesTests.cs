using System.Diagnostics;
using System.Text;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Tests.Rules;

public sealed class RuleFilesTests : IDisposable
{
    private const string Good = """{ "name": "Good", "conditions": [ { "metric": "errors", "operator": ">", "threshold": 5 } ] }""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-rules-");

    [Fact]
    public void Load_OfSeveralFiles_ReportsEveryMistakeInAll()
    {
        Write("b.json", "{ \"name\": 5 }");
        Write("a.json", "// a comment\n[{ \"name\": \"x\", }]");

        Assert.Equal(
            ["rules/a.json:2:2: [0]: a rule needs 'logic', or 'conditions'", "rules/b.json:1:11: name: must be a text of at most 200 characters", "rules/b.json:1:11: name: a rule needs a name", "rules/b.json:1:1: a rule needs 'logic', or 'conditions'"],
            Mistakes());
    }

    [Fact]
    public void Compile_OfARuleWithMistakesOfBothKinds_ReportsThemInTheOrderOfTheText()
    {
        Write("a.json", """
            { "name": "x", "group_by": ["modell"],
              "conditions": [ { "metric": "eror_rate", "operator": ">", "threshold": 1 },
                              { "metric": "nothing", "operator": "=>", "threshold": 1, "recovery": 5 } ],
              "cooldwn": 5 }
            """);

        Assert.Equal(
            ["1:28: group_by: unknown dimension", "2:31: conditions[0].metric: unknown metric", "3:31: conditions[1].metric: unknown metric", "3:54: conditions[1].operator: '=>' is", "4:14: cooldwn: unknown field"],
            RuleFiles.Compile(_folder.FullName, "rules", new(ChannelIds.BuiltIn)).Mistakes.Select(mistake => string.Join(' ', mistake.ToString()["rules/a.json:".Length..].Split(' ')[..4])));
    }

    [Fact]
    public void Load_OfHalfASurrogatePair_PointsAtIt()
    {
        Write("a.json", "{ \"name\": \"日\",\n  \"日\": \"\\ud800\" }");

        Assert.Equal(["rules/a.json:2:8: 日: holds a text that is no Unicode, such as half of a surrogate pair"], Mistakes());
    }

    [Fact]
    public void Load_OfTextThatIsNoJson_CountsCharacters()
    {
        Write("a.json", "{ \"日本\" 5 }");

        Assert.StartsWith("rules/a.json:1:8: is not valid JSON: ", Assert.Single(Mistakes()), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfTheSameIdInTwoFiles_NamesBoth()
    {
        Write("a.json", Good);
        Write("b.json", "\n" + Good);

        var (definitions, _) = RuleFiles.Load(_folder.FullName, "rules");

        Assert.Equal(
            "rules/b.json:2:1: id: 'good' is already the id of a rule in rules/a.json:1; ids are unique",
            Assert.Single(new RuleCompiler(ChannelIds.BuiltIn).Compile(definitions).Mistakes).ToString());
    }

    [Fact]
    public void Load_OfAnEmptyFile_SaysSo()
    {
        Write("a.json", "");

        Assert.Equal(["rules/a.json:1:1: is empty, or is no ordinary file"], Mistakes());
    }

    [Fact]
    public void Load_OfAHugeFile_DoesNotReadIt()
    {
        using (var file = File.Create(Path.Combine(_folder.FullName, "a.json")))
        {
            file.SetLength(100L * 1024 * 1024);
        }

        Assert.Equal(["rules/a.json:1:1: is larger than the 8 MB that a rule file may have"], Mistakes());
    }

    [Fact]
    public void Load_OfSomethingElseAltogether_ReportsTheFirstHundredMistakes()
    {
        Write("a.json", $"[{string.Join(',', Enumerable.Repeat("1", 10_000))}]");

        var mistakes = Mistakes();

        Assert.Equal(101, mistakes.Count);
        Assert.EndsWith("and 9900 more mistakes after this one", mistakes[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfBytesThatAreNoText_SaysSo()
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, "a.json"), [(byte)'"', 0xC3, 0x28, (byte)'"']);

        Assert.Equal(["rules/a.json:1:1: is not UTF-8 text"], Mistakes());
    }

    [Fact]
    public void Load_OfAFileWithAByteOrderMark_ReadsIt()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "a.json"), Good, Encoding.UTF8);

        Assert.Empty(Mistakes());
    }

    [Fact]
    public void Load_OfALink_ReadsWhatItPointsAt()
    {
        Write("target.txt", Good);
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "a.json"), "target.txt");

        Assert.Equal("good", Assert.Single(RuleFiles.Load(_folder.FullName, "rules").Rules).Id);
    }

    [Fact]
    public void Load_BesideAnEditorsLockFile_LeavesThatAlone()
    {
        Write("a.json", Good);
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, ".#a.json"), "someone@somewhere.123");

        Assert.Empty(Mistakes());
    }

    [Fact]
    public void Load_OfALinkToNowhere_SaysThatItCannotBeRead()
    {
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "a.json"), "nowhere");

        Assert.StartsWith("rules/a.json:1:1: cannot be read: ", Assert.Single(Mistakes()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_OfAPipe_DoesNotWaitForIt()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes in folders.");
        using var mkfifo = Process.Start("mkfifo", [Path.Combine(_folder.FullName, "a.json")]);
        await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["rules/a.json:1:1: is empty, or is no ordinary file"], Mistakes());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);

    private List<string> Mistakes() => [.. RuleFiles.Load(_folder.FullName, "rules").Mistakes.Select(mistake => mistake.ToString())];
}
