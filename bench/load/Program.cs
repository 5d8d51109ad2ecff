using Gateway.LoadBench;

return args switch
{
    ["upstream", var port] => Upstream.Run(int.Parse(port)),
    ["detection", var gateway, .. var rest] => await Detection.RunAsync(gateway, rest is [var output] ? output : null),
    ["bare", var port, var settings] => BareProxy.Run(int.Parse(port), settings),
    _ => await Bench.RunAsync(BenchOptions.Parse(args)),
};
