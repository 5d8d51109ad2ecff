using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Testing;

/// <summary>A provider that is nothing but a socket: the test controls every byte, every write, and how the connection ends.</summary>
public sealed class FakeUpstreamRaw : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<RawConnection, Task> _script;
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _accepting;

    public FakeUpstreamRaw(Func<RawConnection, Task> script)
    {
        _script = script;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Completes when somebody has connected.</summary>
    public Task ConnectedAsync() => _connected.Task;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _accepting;
        _listener.Stop();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stopping.Token);
                _connected.TrySetResult();
                _ = ServeAsync(socket);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var connection = new RawConnection(socket);
        try
        {
            await _script(connection);
        }
        catch (Exception end) when (end is IOException or SocketException)
        {
            // The other side hung up; the test asserts on what it saw.
        }
    }
}

/// <summary>One accepted connection.</summary>
public sealed class RawConnection(Socket socket) : IDisposable
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);

    /// <summary>Reads one request with <c>Content-Length</c> or no body.</summary>
    public async Task<string> ReadRequestAsync()
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await _stream.ReadAsync(one) == 0)
                return head.ToString();
            head.Append((char)one[0]);
        }

        var length = head.ToString().Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        var body = new byte[length is null ? 0 : int.Parse(length["Content-Length:".Length..], System.Globalization.CultureInfo.InvariantCulture)];
        await _stream.ReadExactlyAsync(body);
        return head + Encoding.Latin1.GetString(body);
    }

    /// <summary>What one read gives: a single write of the other side, when it is short. Empty when that side has closed.</summary>
    public async Task<string> ReadPieceAsync()
    {
        var piece = new byte[16 * 1024];
        return Encoding.Latin1.GetString(piece, 0, await _stream.ReadAsync(piece));
    }

    public Task WriteAsync(string text) => WriteAsync(Encoding.UTF8.GetBytes(text));

    public async Task WriteAsync(byte[] bytes)
    {
        await _stream.WriteAsync(bytes);
        await _stream.FlushAsync();
    }

    /// <summary>One chunk of a chunked body.</summary>
    public Task WriteChunkAsync(string text) => WriteAsync($"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n");

    /// <summary>Completes when the other side has closed or reset the connection.</summary>
    public async Task UntilClosedAsync()
    {
        var rest = new byte[1024];
        try
        {
            while (await _stream.ReadAsync(rest) > 0)
            {
            }
        }
        catch (IOException)
        {
            // A reset is a close too.
        }
    }

    /// <summary>Ends the connection with a reset instead of a goodbye.</summary>
    public void Reset()
    {
        socket.LingerState = new(true, 0);
        socket.Close();
    }

    public void Dispose() => _stream.Dispose();
}
