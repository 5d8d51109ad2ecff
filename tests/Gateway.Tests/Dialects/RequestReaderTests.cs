using System.Text;
using CsCheck;
using Gateway.Dialects;

namespace Gateway.Tests.Dialects;

public sealed class RequestReaderTests
{
    private const string Typical = """
        {
          "messages": [
            { "role": "system", "content": "Be brief." },
            { "role": "user", "content": [
              { "type": "text", "text": "Say \"hi\"\n\u00fc\ud83d\udc4b" },
              { "type": "image_url", "image_url": { "url": "data:image/png;base64,iVBORw0KGgo=", "detail": "low" } },
              { "type": "input_audio", "input_audio": { "data": "UklGRg==", "format": "wav" } } ] }
          ],
          "metadata": { "user_id": "meta-7", "tags": ["blue", "green"], "more": { "tags": ["no"] } },
          "stream_options": { "include_usage": true, "other": [1, {"include_usage": false}] },
          "temperature": 0.2,
          "stream": true,
          "model": "gpt-5.4"
        }
        """;

    [Fact]
    public void Body_WithEverythingBehindThePrompt_IsReadWhole()
    {
        var reading = Read(Typical);

        Assert.Equal(("gpt-5.4", true, "meta-7", true), (reading.Model, reading.Stream, reading.User, reading.Complete));
        Assert.Equal(["blue", "green"], reading.Tags);
        Assert.Equal("Be brief.\nSay \"hi\"\nü👋\n", reading.Input.Kept);
        Assert.Equal(1, reading.BodyObjectStart);
        AssertOptions(Typical, reading.StreamOptions!, "{ \"include_usage\": true, \"other\": [1, {\"include_usage\": false}] }", "true");
    }

    [Theory]
    [InlineData(Typical)]
    [InlineData("""{"model":"a","input":["x","data:text/plain;base64,AAAA","data: yes"],"stream_options":null,"stream":false}""")]
    [InlineData("""{"system":[{"text":"s"}],"prompt":"p\\","contents":[{"parts":[{"inlineData":{"mimeType":"image/png","data":"AAAA"}},{"text":"t\ud800x"}]}]}""")]
    [InlineData("""{"model":"a","messages":[{"content":"unfinished""")]
    [InlineData("""{"a":{"b":[[[["\\\""]]]]},"user":"u","stream":true}""")]
    [InlineData("no json at all")]
    public void Body_CutAnywhere_ReadsTheSame(string body)
    {
        var whole = Facts(Read(body));

        Gen.Int[1, 9].Array[1, 12].Sample(pieces => Assert.Equal(whole, Facts(Read(body, pieces))), iter: 200, threads: 1);
    }

    [Fact]
    public void Text_BeyondTheSample_CountsAsItWouldDecoded()
    {
        const string Line = "\"quoted\" ü👋 back\\slash\n";
        const string Written = """\"quoted\" \u00fc\ud83d\udc4b back\\slash\n""";
        var text = string.Concat(Enumerable.Repeat(Line, 400));
        var body = $$"""{"messages":[{"content":"{{string.Concat(Enumerable.Repeat(Written, 400))}}"},{"content":"data:text/plain;base64,{{new string('A', 500)}}"},{"content":"end"}],"model":"m"}""";
        var expected = Encoding.UTF8.GetByteCount(text) + 1 + "end\n".Length;

        Assert.Equal((expected, "m"), (Read(body).Input.Length, Read(body).Model));
        Gen.Int[1, 9].Array[1, 12].Sample(pieces => Assert.Equal((expected, "m"), (Read(body, pieces).Input.Length, Read(body, pieces).Model)), iter: 20, threads: 1);
    }

    [Fact]
    public void Text_BeyondTheSample_CountsEscapesWhereverTheyFall() => Gen.Int[0, 70].Array[20, 60].Sample(
        gaps =>
        {
            string[] escapes = ["\\\"", "\\\\", "\\n"];
            var written = string.Concat(gaps.Select((gap, i) => new string('x', gap) + escapes[i % escapes.Length]));
            var body = $$"""{"messages":[{"content":"{{new string('a', 5000)}}\n{{written}}"}],"model":"m"}""";

            Assert.Equal((5000 + 1 + gaps.Sum() + gaps.Length + 1, "m"), (Read(body).Input.Length, Read(body).Model));
        },
        iter: 300,
        threads: 1);

    [Theory]
    [InlineData("""{"user":"a","litellm_metadata":{"user":"b"},"metadata":{"user_id":"c"},"safety_identifier":"d"}""", "a")]
    [InlineData("""{"safety_identifier":"d","metadata":{"user_id":"c"},"litellm_metadata":{"user":"b"}}""", "b")]
    [InlineData("""{"safety_identifier":"d","metadata":{"user_id":"c"}}""", "c")]
    [InlineData("""{"safety_identifier":"d"}""", "d")]
    [InlineData("""{"messages":[{"role":"user","user":"x","metadata":{"user_id":"y"}}],"metadata":"z"}""", null)]
    [InlineData("""{"user":{"id":"x"}}""", null)]
    public void User_IsTheFirstOfThePlacesItMayStand(string body, string? user) => Assert.Equal(user, Read(body).User);

    [Theory]
    [InlineData("""{"stream_options":{}}""", "{}", true, null, null)]
    [InlineData("""{"stream_options":{ } ,"a":1}""", "{ }", true, null, null)]
    [InlineData("""{"stream_options":{"include_obfuscation":false}}""", """{"include_obfuscation":false}""", false, null, null)]
    [InlineData("""{"stream_options":{"include_usage":false}}""", """{"include_usage":false}""", false, false, "false")]
    [InlineData("""{"stream_options":{"include_usage":null,"a":1}}""", """{"include_usage":null,"a":1}""", false, null, "null")]
    [InlineData("""{"stream_options":{"a":1,"include_usage" : "yes"}}""", """{"a":1,"include_usage" : "yes"}""", false, null, "\"yes\"")]
    [InlineData("""{"x":{"stream_options":{"include_usage":true}},"stream_options":null}""", "null", true, null, null)]
    public void StreamOptions_AreFoundWithTheirPlace(string body, string value, bool empty, bool? includeUsage, string? includeUsageValue)
    {
        var options = Read(body).StreamOptions!;

        Assert.Equal((empty, includeUsage, value == "null"), (options.IsEmpty, options.IncludeUsage, options.ContentStart is null));
        AssertOptions(body, options, value, includeUsageValue);
    }

    [Theory]
    [InlineData("""{"model":"a"}""")]
    [InlineData("""{"metadata":{"stream_options":{}}}""")]
    [InlineData("""{"stream_options":{"include_usage":tr""")]
    public void StreamOptions_ThatAreNotThereOrNotWhole_AreNull(string body) => Assert.Null(Read(body).StreamOptions);

    [Theory]
    [InlineData("")]
    [InlineData("[1,2]")]
    [InlineData("\"model\"")]
    [InlineData("--boundary\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1")]
    [InlineData("{\"model\":\"a\"")]
    [InlineData("{\"model\":\"a\"]")]
    [InlineData("{model:\"a\"}")]
    public void Body_ThatIsNoWholeJsonObject_IsNotComplete(string body) => Assert.False(Read(body).Complete);

    [Fact]
    public void Model_ThatIsAbsurdlyLong_IsNone() => Assert.Null(Read($$"""{"model":"{{new string('m', 300)}}"}""").Model);

    [Fact]
    public void Prompt_OfManyMegabytes_IsSampledInBoundedMemory()
    {
        var reader = new RequestReader();
        var filler = Encoding.UTF8.GetBytes(new string('x', 64 * 1024));
        reader.Read("{\"messages\":[{\"role\":\"user\",\"content\":\""u8);
        reader.Read(filler);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 256; i++)
        {
            reader.Read(filler);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        reader.Read("\"}],\"model\":\"m\",\"stream\":true}"u8);
        var reading = reader.Finish();
        Assert.Equal(("m", true, true), (reading.Model, reading.Stream, reading.Complete));
        Assert.Equal((257L * 64 * 1024) + 1, reading.Input.Length);
        Assert.Equal(TextSample.Capacity, reading.Input.Kept.Length);
    }

    [Fact]
    public void Body_OfRandomBytes_NeverThrows() =>
        Gen.Select(Gen.OneOf(Gen.Byte, Gen.OneOfConst("{}[]\",:\\u0aetmodl "u8.ToArray())).Array[0, 300], Gen.Int[1, 20].Array[1, 8])
            .Sample((bytes, pieces) => Facts(Read(bytes, pieces)), iter: 5_000, threads: 1);

    private static void AssertOptions(string body, StreamOptionsPosition options, string value, string? includeUsage)
    {
        Assert.Equal(value, body[(int)options.ValueStart..(int)options.ValueEnd]);
        Assert.Equal(options.ContentStart, options.ContentStart is null ? null : options.ValueStart + 1);
        Assert.Equal(includeUsage, options.IncludeUsageStart is { } start ? body[(int)start..(int)options.IncludeUsageEnd!] : null);
    }

    private static object Facts(RequestReading r) =>
        new { r.Model, r.Stream, r.User, Tags = string.Join(',', r.Tags), r.Input.Length, r.Input.Kept, r.StreamOptions, r.BodyObjectStart, r.Complete };

    private static RequestReading Read(string body, int[]? pieces = null) => Read(Encoding.UTF8.GetBytes(body), pieces);

    private static RequestReading Read(byte[] body, int[]? pieces)
    {
        var reader = new RequestReader();
        for (int at = 0, i = 0; at < body.Length; i++)
        {
            var length = pieces is null ? body.Length : Math.Min(pieces[i % pieces.Length], body.Length - at);
            reader.Read(body.AsSpan(at, length));
            at += length;
        }

        return reader.Finish();
    }
}
