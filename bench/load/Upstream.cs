using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;

namespace Gateway.LoadBench;

/// <summary>
/// A provider that costs next to nothing: reads just enough HTTP/1.1 to find a request's end and answers with bytes made beforehand.
/// Streams when the request carries <see cref="StreamMark"/>, and fails when it carries <see cref="FailMark"/>.
/// </summary>
internal static class Upstream
{
    public const string StreamMark = "bench-sse";
    public const string FailMark = "bench-fail";

    private static readonly byte[] Json = Payloads.JsonAnswer();
    private static readonly byte[] Stream = Payloads.StreamAnswer();
    private static readonly byte[] Failure = "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"u8.ToArray();

    public static int Run(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, port, listen => listen.Run(ServeAsync)));
        builder.Build().Run();
        return 0;
    }

    private static async Task ServeAsync(ConnectionContext connection)
    {
        var (input, output) = (connection.Transport.Input, connection.Transport.Output);
        while (await ReadHeadAsync(input) is { } head)
        {
            await SkipAsync(input, head.BodyLength);
            await output.WriteAsync(head.Fails ? Failure : head.Streams ? Stream : Json);
        }
    }

    /// <summary>Null when the client has gone.</summary>
    private static async ValueTask<Head?> ReadHeadAsync(PipeReader input)
    {
        while (true)
        {
            var read = await input.ReadAsync();
            var reader = new SequenceReader<byte>(read.Buffer);
            if (reader.TryReadTo(out ReadOnlySequence<byte> head, "\r\n\r\n"u8))
            {
                var parsed = Head.Parse(head);
                input.AdvanceTo(reader.Position);
                return parsed;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
                return null;
        }
    }

    private static async ValueTask SkipAsync(PipeReader input, long length)
    {
        while (length > 0)
        {
            var read = await input.ReadAsync();
            var part = Math.Min(length, read.Buffer.Length);
            input.AdvanceTo(read.Buffer.GetPosition(part));
            length -= part;
            if (read.IsCompleted && part == 0)
                return;
        }
    }

    private readonly record struct Head(long BodyLength, bool Streams, bool Fails)
    {
        public static Head Parse(ReadOnlySequence<byte> head)
        {
            var text = Encoding.ASCII.GetString(head);
            const string Name = "\r\ncontent-length:";
            var at = text.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
            var length = 0L;
            if (at >= 0)
            {
                var value = text.AsSpan(at + Name.Length).TrimStart();
                var end = value.IndexOf('\r');
                length = long.Parse(end < 0 ? value : value[..end]);
            }

            return new(length, text.Contains(StreamMark, StringComparison.Ordinal), text.Contains(FailMark, StringComparison.Ordinal));
        }
    }
}
