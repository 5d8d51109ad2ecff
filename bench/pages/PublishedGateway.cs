using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Gateway.PagesBench;

/// <summary>The published gateway over the bench's data, in a process of its own, and a browser's session in it.</summary>
internal sealed class PublishedGateway : IDisposable
{
    private const int Port = 9821;
    private const string Password = "a password for the bench";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan TicksPerSecond = TimeSpan.FromMilliseconds(10);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly HttpClient _client = new(new HttpClientHandler { CookieContainer = new CookieContainer(), AutomaticDecompression = DecompressionMethods.None })
    {
        BaseAddress = new($"http://127.0.0.1:{Port}"),
    };

    /// <param name="published">Directory of the published gateway.</param>
    /// <param name="folder">Holds the database and the rules.</param>
    public PublishedGateway(string published, string folder)
    {
        _process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(published, "Gateway.dll"), $"--urls=http://127.0.0.1:{Port}", $"--Admin:Password={Password}",
                $"--Alerting:Database=Data Source={Path.Combine(folder, "pages.db")}", $"--Alerting:Rules={Path.Combine(folder, "rules")}",
                // Nothing that was written for the bench expires.
                "--Alerting:Retention:Calls=730d", "--Alerting:Retention:Minutes=730d", "--Alerting:Retention:Alerts=730d",
            ])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.OutputDataReceived += (_, line) => _output.AppendLine(line.Data);
        _process.ErrorDataReceived += (_, line) => _output.AppendLine(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Processor time used so far, user and system.</summary>
    public TimeSpan Cpu
    {
        get
        {
            var stat = File.ReadAllText($"/proc/{_process.Id}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return TicksPerSecond * (long.Parse(fields[11]) + long.Parse(fields[12]));
        }
    }

    public async Task SignInAsync()
    {
        var form = await AwaitAsync("/admin/login");
        var token = Regex.Match(form, "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
        using var answer = await _client.PostAsync("/admin/login", new FormUrlEncodedContent([new("Secret", Password), new("__RequestVerificationToken", token)]));
        if (answer.RequestMessage!.RequestUri!.AbsolutePath != "/admin")
            throw new InvalidOperationException($"Signing in failed: {answer.StatusCode} at {answer.RequestMessage.RequestUri}. {_output}");
    }

    public async Task<string> TextAsync(string path) => await _client.GetStringAsync(path);

    /// <returns>How long it took to the last byte, and how many bytes there were.</returns>
    /// <exception cref="InvalidOperationException">The answer is no success.</exception>
    public async Task<(double Ms, int Bytes)> TimeAsync(string path, bool compressed = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (compressed)
            request.Headers.Add("Accept-Encoding", "gzip, br");
        var began = Stopwatch.GetTimestamp();
        using var answer = await _client.SendAsync(request);
        var bytes = (await answer.Content.ReadAsByteArrayAsync()).Length;
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return answer.IsSuccessStatusCode && answer.RequestMessage!.RequestUri!.AbsolutePath != "/admin/login"
            ? (took, bytes)
            : throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}.");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _client.Dispose();
    }

    private async Task<string> AwaitAsync(string path)
    {
        for (var since = Stopwatch.GetTimestamp(); !_process.HasExited && Stopwatch.GetElapsedTime(since) < Patience; await Task.Delay(100))
        {
            try
            {
                return await _client.GetStringAsync(path);
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
        }

        throw new InvalidOperationException($"The gateway did not start. {_output}");
    }
}
