namespace Gateway.LoadBench;

/// <summary>One kind of traffic.</summary>
/// <param name="Aim">What the gateway is to keep of the bare proxy's throughput; null where another aim counts.</param>
internal sealed record Scenario(string Key, string Name, int Connections, string Body, bool Streams, double? Aim)
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("json", "1 KB JSON, 32 connections", 32, Payloads.SmallRequest(), false, 0.95),
        new("json1", "1 KB JSON, 1 connection", 1, Payloads.SmallRequest(), false, null),
        new("prompt", "200 KB prompt, 16 connections", 16, Payloads.LargeRequest(), false, 0.88),
        new("sse", "200-chunk stream, 16 connections", 16, Payloads.StreamRequest(asksForUsage: true), true, 0.95),
        new("sse-strip", "the same, usage asked for by the gateway and taken out again", 16, Payloads.StreamRequest(asksForUsage: false), true, null),
    ];
}
