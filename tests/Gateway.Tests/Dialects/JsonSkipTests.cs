using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsCheck;
using Gateway.Dialects.Json;

namespace Gateway.Tests.Dialects;

public sealed class JsonSkipTests
{
    private static readonly JsonSerializerOptions Written = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Gen<string> Text = Gen.OneOfConst([.. "\"\\{}[]:, \na\u00fc"]).Array[0, 90].Select(letters => new string(letters));

    private static readonly Gen<object> Value = Gen.Recursive<object>((depth, nested) => depth > 3
        ? Text.Select(text => (object)text)
        : Gen.OneOf(Text.Select(text => (object)text), nested.Array[0, 4].Select(items => (object)items), Gen.Select(Text, nested).Select(member => (object)new Dictionary<string, object> { [member.Item1] = member.Item2 })));

    [Fact]
    public void Value_CutAnywhere_EndsWhereItEnds() => Gen.Select(Value, Text, Gen.Int[1, 70].Array[1, 8]).Sample((value, before, pieces) =>
    {
        var start = Encoding.UTF8.GetBytes(before);
        var json = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value, Written));
        byte[] all = [.. start, .. json, .. "}\"],"u8];
        var skip = default(JsonSkip);
        var at = start.Length;
        for (int end = at, i = 0; !skip.IsOver; i++)
        {
            Assert.Equal(end, at);
            Assert.True(end < all.Length);
            end = Math.Min(end + pieces[i % pieces.Length], all.Length);
            at = skip.Read(all.AsSpan(0, end), at);
        }

        Assert.Equal(start.Length + json.Length, at);
    }, iter: 2_000, threads: 1);
}
