namespace Gateway.Tests;

/// <summary>Arrows between assemblies go one way: Gateway → Admin → Alerting.</summary>
public class ArchitectureTests
{
    [Fact]
    public void Admin_ReferencesNeitherYarpNorTheHost() => Assert.DoesNotContain(
        typeof(Admin.AdminOptions).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!),
        name => name.StartsWith("Yarp", StringComparison.Ordinal) || name == "Gateway");
}
