using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Gateway.Benchmarks;

if (args is ["engine", ..])
{
    EngineBench.Run();
    return;
}

if (args is ["delivery", ..])
{
    await DeliveryBench.RunAsync();
    return;
}

// In this process: what is measured is far below what another process would add, and nothing has to be generated and built.
BenchmarkSwitcher.FromAssembly(typeof(AnswerBenchmarks).Assembly).Run(
    args.Length > 0 ? args : ["--filter", "*"],
    DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)));
