using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Gateway.LoadBench;

/// <summary>One process under measurement, with what Linux says about it.</summary>
internal sealed class Server : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly double TicksPerSecond = 100;

    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private Server(string name, int port, string path, ProcessStartInfo start)
    {
        (Name, Port, Path) = (name, port, path);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, line) => _errors.AppendLine(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string Name { get; }

    public int Port { get; }

    /// <summary>Under which a chat completion is asked for.</summary>
    public string Path { get; }

    public string Url => $"http://127.0.0.1:{Port}{Path}";

    /// <summary>Processor time used so far, user and system.</summary>
    public TimeSpan Cpu
    {
        get
        {
            var stat = File.ReadAllText($"/proc/{_process.Id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return TimeSpan.FromSeconds((long.Parse(fields[11]) + long.Parse(fields[12])) / TicksPerSecond);
        }
    }

    public double MemoryMb => long.Parse(File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) / 1024.0;

    public static Server Upstream(int port) => new("upstream", port, "/v1/chat/completions", Self(["upstream", $"{port}"]));

    /// <summary>Runs with the gateway's own runtime settings (garbage collector and all).</summary>
    public static Server Bare(int port, int upstream, string gateway)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", "--runtimeconfig", System.IO.Path.Combine(gateway, "Gateway.runtimeconfig.json"), typeof(Server).Assembly.Location, "bare", $"{port}", System.IO.Path.Combine(gateway, "appsettings.json")]);
        Direct(start, upstream);
        return new("bare YARP", port, "/openai/v1/chat/completions", start);
    }

    /// <summary>Everything on: metering, pricing, the call log, rules, admin, metrics. Its data is in <paramref name="folder"/>.</summary>
    public static Server Gateway(string name, int port, int upstream, string gateway, string folder, params string[] settings)
    {
        Directory.CreateDirectory(folder);
        var start = new ProcessStartInfo("dotnet", [System.IO.Path.Combine(gateway, "Gateway.dll"), $"--urls=http://127.0.0.1:{port}", $"--Alerting:Database=Data Source={System.IO.Path.Combine(folder, "bench.db")}", .. settings])
        {
            WorkingDirectory = folder,
        };
        Direct(start, upstream);
        return new(name, port, "/openai/v1/chat/completions", start);
    }

    /// <summary>Waits for the first answered call.</summary>
    public Server Ready()
    {
        var since = Stopwatch.GetTimestamp();
        while (!Answers())
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(since) > Patience)
                throw new InvalidOperationException($"{Name} did not answer a call. {_errors}");
            Thread.Sleep(2);
        }

        return this;
    }

    public string Get(string path)
    {
        using var client = new HttpClient();
        return client.GetStringAsync($"http://127.0.0.1:{Port}{path}").GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>One small call over a fresh socket: an HTTP client of .NET would add its own start to a start time.</summary>
    private bool Answers()
    {
        try
        {
            using var socket = new TcpClient("127.0.0.1", Port);
            var body = Payloads.SmallRequest();
            socket.Client.Send(Encoding.ASCII.GetBytes($"POST {Path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
            var answer = new byte["HTTP/1.1 200".Length];
            socket.GetStream().ReadExactly(answer);
            return Encoding.ASCII.GetString(answer) == "HTTP/1.1 200";
        }
        catch (Exception notYet) when (notYet is SocketException or IOException)
        {
            return false;
        }
    }

    private static ProcessStartInfo Self(string[] args) => new("dotnet", ["exec", typeof(Server).Assembly.Location, .. args]);

    private static void Direct(ProcessStartInfo start, int upstream) =>
        start.Environment["ReverseProxy__Clusters__openai__Destinations__default__Address"] = $"http://127.0.0.1:{upstream}";
}
