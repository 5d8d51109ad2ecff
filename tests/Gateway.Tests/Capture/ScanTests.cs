using System.Net;
using System.Text;
using CsCheck;
using Gateway.Capture;
using Gateway.Dialects;
using Gateway.Testing;
using Gateway.Tests.Dialects;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Capture;

/// <summary>What is read at once, what only once it is needed, and what is read twice says the same.</summary>
public sealed class ScanTests : IDisposable
{
    private const string Body = """{"model":"m","messages":[{"role":"user","content":"Say \"hi\" \u00fc"}],"metadata":{"tags":["blue"]},"user":"u","stream":true}""";

    private static readonly Gen<int[]> Pieces = Gen.OneOf(Gen.Int[1, 40], Gen.Int[100, 3000], Gen.Const(int.MaxValue)).Array[1, 8];

    private readonly FakeTimeProvider _time = new(Some.Noon);
    private readonly TestHealth _health;

    public ScanTests() => _health = new(_time);

    public static TheoryData<string> Files { get; } = [.. Wire.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void Answer_HoweverItIsCut_SaysTheSame(string file)
    {
        var bytes = Wire.Bytes(file);
        var whole = Facts(Wire.Read(file));

        Assert.Equal(whole, Facts(Read(Answer(file, bytes.Length), bytes)));
        Pieces.Sample(pieces => Assert.Equal(whole, Facts(Read(Answer(file), bytes, pieces))), iter: 30, threads: 1);
        Assert.Equal(0, _health.Capture.Faults);
    }

    [Theory]
    [InlineData("""{"choices":[{"message":{"content":"Hello there, and some more words"}}]}""", null)]
    [InlineData("""{"choices":[{"message":{"content":"Hello there, and some more words"}}]}""", 72L)]
    public void ShortAnswer_WithoutUsage_HasItsWords(string answer, long? length)
    {
        var reading = Read(Answer("openai-chat.json", length), Encoding.UTF8.GetBytes(answer));

        Assert.Equal("Hello there, and some more words", reading.Output.Kept);
    }

    [Fact]
    public void FirstContent_ThatIsReadAgainLater_KeepsItsTime()
    {
        var scan = Answer("openai-chat.sse");
        var began = _time.GetTimestamp();

        Pass("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n");
        Assert.Equal(0, scan.FirstContentAt);
        Pass("data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}\n\n");
        var first = scan.FirstContentAt;
        Pass("data: {\"choices\":[{\"delta\":{\"content\":\" there\"}}]}\n\n");
        var reading = scan.Close()!;

        Assert.Equal(TimeSpan.FromSeconds(2), _time.GetElapsedTime(began, first));
        Assert.Equal((first, "Hello there"), (scan.FirstContentAt, reading.Output.Kept));

        void Pass(string bytes)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            scan.Read(Encoding.UTF8.GetBytes(bytes));
        }
    }

    [Fact]
    public void Request_HoweverItIsCutAndWheneverItIsAsked_SaysTheSame()
    {
        var bytes = Encoding.UTF8.GetBytes(Body);
        Gen.Select(Pieces, Gen.Bool.Array[1, 8]).Sample(
            (pieces, asks) =>
            {
                var scan = new RequestScan(isReadable: true, _health.Capture);
                for (int at = 0, i = 0; at < bytes.Length; i++)
                {
                    var length = Math.Min(pieces[i % pieces.Length], bytes.Length - at);
                    scan.Read(bytes.AsSpan(at, length));
                    at += length;
                    if (asks[i % asks.Length])
                        Assert.Equal(at == bytes.Length, scan.Current().Complete);
                }

                Assert.Equal(("m", true, "u", "blue"), Facts(scan.Current()));
                Assert.Equal("Say \"hi\" \u00fc\n", scan.WithText().Input.Kept);
                Assert.Equal(("m", true, "u", "blue"), Facts(scan.WithText()));
                Assert.Equal(bytes.Length, scan.Bytes);
            },
            iter: 300,
            threads: 1);
    }

    public void Dispose() => _health.Dispose();

    private static (string? Model, bool? Stream, string? User, string Tags) Facts(RequestReading reading) =>
        (reading.Model, reading.Stream, reading.User, string.Join(',', reading.Tags));

    /// <summary>Words count only where usage is not stated.</summary>
    private static object Facts(AnswerReading answer) => Wire.Facts(answer, withText: answer is not { Usage: not null, OutputPending: false });

    private AnswerScan Answer(string file, long? length = null)
    {
        var request = new RequestScan(isReadable: true, _health.Capture);
        request.Read(Wire.Streams(file) ? "{\"stream\":true}"u8 : "{}"u8);
        var scan = new AnswerScan(DialectCatalog.Match("test", null, Wire.PathOf(file)), request, _time, _health.Capture);
        var content = new StreamContent(new UnsizedStream([]));
        content.Headers.TryAddWithoutValidation("Content-Type", Wire.TypeOf(file));
        content.Headers.ContentLength = length;
        using var answer = new HttpResponseMessage(HttpStatusCode.OK) { Content = content };
        scan.Begin(answer);
        return scan;
    }

    private static AnswerReading Read(AnswerScan scan, ReadOnlySpan<byte> bytes, int[]? pieces = null)
    {
        for (var i = 0; !bytes.IsEmpty; i++)
        {
            var length = pieces is null ? bytes.Length : Math.Min(pieces[i % pieces.Length], bytes.Length);
            scan.Read(bytes[..length]);
            bytes = bytes[length..];
        }

        scan.End();
        return scan.Close()!;
    }
}
