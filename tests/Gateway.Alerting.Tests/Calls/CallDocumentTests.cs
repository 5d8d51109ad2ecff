using System.Text;
using System.Text.Json;
using CsCheck;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Tests.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Alerting.Tests.Calls;

public sealed class CallDocumentTests
{
    private readonly CallDocumentReader _reader = new(new FlatPrices(), new FakeTimeProvider(SomeCalls.Noon.AddDays(1)));

    [Fact]
    public void Document_OfACall_IsWrittenAsTheContractSays()
    {
        const string expected =
            """
            {"id":"0199a0b1c2d37e4f8a9b0c1d2e3f4a5b","started_at":"2026-03-14T12:00:00.123Z","provider":"anthropic","dialect":"anthropic-messages","operation":"messages","route":"anthropic-route","request_model":"claude-sonnet-5","response_model":"claude-sonnet-5-20260101","streaming":true,"status_code":529,"outcome":"overloaded","error_type":"overloaded_error","latency_ms":812.437,"ttft_ms":203.119,"bytes_in":1204,"bytes_out":9321,"tokens":{"input":15,"output":21,"total":36,"uncached_input":1,"cache_read":2,"cache_write_5m":3,"cache_write_1h":4,"reasoning":7,"audio_input":5,"audio_output":8,"source":"estimated"},"cost_usd":0.004700001,"price_status":"partial","user":"ada","team":"search","session":"5f0c6a3e-0d0b-4d5e-9c39-6e8c0f8d7a11","tags":["batch","prod, \"eu\"","größe"],"api_key":"sk-…9fQ2","api_key_id":"k1"}
            """;

        Assert.Equal(expected, Write(SomeCalls.Full));
    }

    [Fact]
    public void Document_OfAPlainCall_WritesNullsForWhatIsNotKnown()
    {
        var json = JsonDocument.Parse(Write(SomeCalls.Plain())).RootElement;

        foreach (var name in (string[])["response_model", "error_type", "ttft_ms", "cost_usd", "user", "team", "session", "api_key"])
            Assert.Equal(JsonValueKind.Null, json.GetProperty(name).ValueKind);
        Assert.Equal("unpriced", json.GetProperty("price_status").GetString());
        Assert.Equal("none", json.GetProperty("tokens").GetProperty("source").GetString());
    }

    [Fact]
    public void Reader_OfAnyDocument_GivesTheSameCall() => SomeCalls.Random.Sample(call =>
    {
        var problems = new List<string>();
        var read = _reader.Read(Encoding.UTF8.GetBytes(Write(call)), problems);

        Assert.Empty(problems);
        Assert.Equal(Write(call with { Tokens = call.Tokens with { Source = read!.Tokens.Source } }), Write(read));
    });

    [Fact]
    public void Reader_OfAFullDocument_GivesTheSameCall()
    {
        var problems = new List<string>();

        Assert.Equivalent(SomeCalls.Full, _reader.Read(Encoding.UTF8.GetBytes(Write(SomeCalls.Full)), problems), strict: true);
        Assert.Empty(problems);
    }

    private static string Write(LlmCall call) => JsonSerializer.Serialize(CallDocument.From(call), GatewayJson.Options);
}
