using Gateway.LoadBench;

return args switch
{
    ["upstream", var port] => Upstream.Run(int.Parse(port)),
    ["bare", var port, var settings] => BareProxy.Run(int.Parse(port), settings),
    _ => await Bench.RunAsync(BenchOptions.Parse(args)),
};
