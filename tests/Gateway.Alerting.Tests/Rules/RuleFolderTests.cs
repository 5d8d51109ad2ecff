using Gateway.Alerting.Rules;
using Gateway.Alerting.Telemetry;
using Gateway.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.Rules;

/// <summary>What holds without a rule folder: nobody may have asked for one, or it is out of reach.</summary>
public sealed class RuleFolderTests : IDisposable
{
    private const string Plain = """{ "name": "Plain", "conditions": [ { "metric": "errors", "operator": ">", "threshold": 5 } ] }""";

    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("gateway-rules-");
    private readonly FakeTimeProvider _time = new(Some.Noon);
    private readonly SystemHealth _health;

    public RuleFolderTests() => _health = new(_time);

    private string Folder => Path.Combine(_parent.FullName, "rules");

    private PartHealth Health => Assert.Single(_health.Parts);

    public void Dispose() => _parent.Delete(recursive: true);

    [Fact]
    public void Folder_ThatNobodyAskedForAndIsNotThere_IsAsGoodAsEmpty()
    {
        using var rules = Rules(isOptional: true);
        rules.LoadStored([]);

        Assert.True(rules.Current.IsWhole);
        Assert.Equal((HealthState.Healthy, "no rules; there is no folder rules, and Alerting:Rules names no other"), (Health.State, Health.Words));
    }

    [Fact]
    public void Folder_ThatTheSettingsNameAndIsNotThere_IsMissed()
    {
        using var rules = Rules(isOptional: false);
        rules.LoadStored([]);

        Assert.False(rules.Current.IsWhole);
        Assert.Equal((HealthState.Degraded, "there is no folder rules (Alerting:Rules); no rule is in force"), (Health.State, Health.Words));
    }

    [Fact]
    public void Folder_ThatIsTakenAway_LeavesItsRulesInForce()
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "a.json"), Plain);
        using var rules = Rules(isOptional: true);

        Directory.Delete(Folder, recursive: true);
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(["plain"], rules.Current.Rules.Select(rule => rule.Id));
        Assert.Equal((HealthState.Degraded, "there is no folder rules (Alerting:Rules); the last good 1 rules stay in force"), (Health.State, Health.Words));
    }

    private RuleSetProvider Rules(bool isOptional) =>
        new(Folder, "rules", new(ChannelIds.BuiltIn), _health, _time, NullLogger<RuleSetProvider>.Instance, isOptional);
}
