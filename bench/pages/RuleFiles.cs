using System.Text.Json;

namespace Gateway.PagesBench;

/// <summary>Rules in files, a thousand a file. None of them fires by itself.</summary>
internal static class RuleFiles
{
    private const int PerFile = 1_000;

    private static readonly string[] Priorities = ["critical", "high", "high", "medium", "medium", "medium", "low", "low", "low", "low"];

    private static readonly string[] Metrics = ["error_rate", "total_cost", "p95_latency", "total_requests"];

    public static void Write(string folder, int rules)
    {
        Directory.CreateDirectory(folder);
        foreach (var numbers in Enumerable.Range(0, rules).Chunk(PerFile))
            File.WriteAllText(Path.Combine(folder, $"team-{numbers[0] / PerFile:D2}.json"), JsonSerializer.Serialize(numbers.Select(Rule)));
    }

    public static string Id(int number) => $"rule-{number:D5}";

    public static string Name(int number) => $"{Metrics[number % Metrics.Length].Replace('_', ' ')} of service {number:D5}";

    private static object Rule(int number) => new
    {
        id = Id(number),
        name = Name(number),
        description = "Written by the team that runs the service.",
        conditions = new[] { new { metric = Metrics[number % Metrics.Length], @operator = ">", threshold = 1_000_000_000, min_requests = 20 } },
        group_by = new[] { "user" },
        priority = Priorities[number % Priorities.Length],
        actions = new { channels = new[] { "in_app", "slack" } },
    };
}
