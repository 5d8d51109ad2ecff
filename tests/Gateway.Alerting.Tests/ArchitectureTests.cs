using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Tests;

/// <summary>Arrows between assemblies go one way.</summary>
public class ArchitectureTests
{
    [Fact]
    public void Alerting_ReferencesNeitherYarpNorAspNet() => Assert.DoesNotContain(
        typeof(WindowSet).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!),
        name => name.StartsWith("Yarp", StringComparison.Ordinal) || name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name is "Gateway" or "Gateway.Admin");
}
