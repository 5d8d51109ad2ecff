using System.Runtime.CompilerServices;
using Gateway.Alerting.Rules;
using Gateway.Demo;

namespace Gateway.Tests.Demo;

public sealed class DemoRulesTests
{
    [Fact]
    public void DemoRules_AsTheyAre_CompileAndNotifyOnlyInTheApp()
    {
        var (definitions, malformed) = RuleFiles.Load(Path.Combine(Root(), DemoSetup.Rules), DemoSetup.Rules);
        // A rule that named any other channel would not compile here, and might leave the machine there.
        var (rules, unbound) = new RuleCompiler(["in_app"]).Compile(definitions);

        Assert.Empty(malformed);
        Assert.Empty(unbound);
        Assert.Equal(4, rules.Count);
    }

    private static string Root([CallerFilePath] string path = "") => Path.GetFullPath("../../..", Path.GetDirectoryName(path)!);
}
