namespace Gateway.Tests.Dialects;

public sealed class ErrorsOnTheWireTests
{
    [Theory]
    [InlineData("anthropic-overloaded.sse", "overloaded_error", true, false, false)]
    [InlineData("openai-chat-error.sse", "server_error", false, false, false)]
    [InlineData("openrouter-error.sse", "429", false, true, true)]
    [InlineData("openai-responses-failed.sse", "rate_limit_exceeded", false, true, true)]
    [InlineData("openai-responses-error.sse", "server_error", false, false, false)]
    [InlineData("bedrock-exception.bin", "throttlingException", false, true, false)]
    [InlineData("ollama-error.ndjson", "error", false, false, false)]
    public void Stream_WithAnErrorInside_IsNoSuccess(string file, string type, bool overloaded, bool rateLimited, bool terminal)
    {
        var answer = Wire.Read(file);

        Assert.Equal((type, overloaded, rateLimited, terminal), (answer.ErrorType, answer.Overloaded, answer.RateLimited, answer.TerminalSeen));
    }

    [Theory]
    [InlineData("anthropic-error.json", 429, "rate_limit_error", false, true)]
    [InlineData("gemini-error.json", 429, "RESOURCE_EXHAUSTED", false, true)]
    [InlineData("bedrock-error.json", 429, "ThrottlingException", false, true)]
    public void ErrorAnswer_AsDocumented_NamesItsType(string file, int status, string type, bool overloaded, bool rateLimited)
    {
        var answer = Wire.Read(file, status);

        Assert.Equal((type, overloaded, rateLimited), (answer.ErrorType, answer.Overloaded, answer.RateLimited));
    }

    [Theory]
    [InlineData("""{"error":{"message":"m","type":"invalid_request_error","param":null,"code":"model_not_found"}}""", 404, "invalid_request_error", false, false)]
    [InlineData("""{"error":{"message":"m","type":"tokens","code":"rate_limit_exceeded"}}""", 429, "rate_limit_exceeded", false, true)]
    [InlineData("""{"error":{"message":"m","type":"insufficient_quota","code":"insufficient_quota"}}""", 429, "insufficient_quota", false, true)]
    [InlineData("""{"error":{"message":"m","code":502}}""", 502, "502", false, false)]
    [InlineData("""{"error":{"code":503,"message":"The model is overloaded.","status":"UNAVAILABLE"}}""", 503, "UNAVAILABLE", true, false)]
    [InlineData("""{"error":"server busy, please try again.  maximum pending requests exceeded"}""", 503, "http_503", true, false)]
    [InlineData("""{"message":"no type here"}""", 400, "http_400", false, false)]
    [InlineData("""{"error":{"type":"a type with the prompt in it: hunter2"}}""", 400, "http_400", false, false)]
    [InlineData("""<html><body>Bad gateway</body></html>""", 502, "http_502", false, false)]
    [InlineData("upstream connect error", 503, "http_503", false, false)]
    [InlineData("", 500, "http_500", false, false)]
    public void ErrorAnswer_OfAnyShape_NamesATypeAndNeverRepeatsAMessage(string body, int status, string type, bool overloaded, bool rateLimited)
    {
        var answer = Wire.ReadText("/v1/chat/completions", "application/json", body, status);

        Assert.Equal((type, overloaded, rateLimited), (answer.ErrorType, answer.Overloaded, answer.RateLimited));
    }

    [Fact]
    public void Document_WithAnErrorInside200_IsAnError()
    {
        var answer = Wire.ReadText("/api/v1/chat/completions", "application/json", """{"error":{"code":529,"message":"Provider overloaded"}}""", streaming: false);

        Assert.Equal(("529", true), (answer.ErrorType, answer.Overloaded));
    }
}
