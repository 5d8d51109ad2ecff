using BenchmarkDotNet.Attributes;
using Gateway.Dialects;

namespace Gateway.Benchmarks;

/// <summary>Reading what a request says about itself.</summary>
[MemoryDiagnoser]
public class RequestBenchmarks
{
    private static readonly byte[] Small = Streams.Request(850);
    private static readonly byte[] Large = Streams.Request(1024 * 1024);

    [Benchmark]
    public object Kilobyte() => Read(Small);

    [Benchmark]
    public object Megabyte() => Read(Large);

    private static RequestReading Read(byte[] body)
    {
        var reader = new RequestReader();
        for (var at = 0; at < body.Length; at += 4096)
            reader.Read(body.AsSpan(at, Math.Min(4096, body.Length - at)));
        var reading = reader.Finish();
        return reading is { Complete: true, Model: not null } ? reading : throw new InvalidOperationException("The request was not understood.");
    }
}
