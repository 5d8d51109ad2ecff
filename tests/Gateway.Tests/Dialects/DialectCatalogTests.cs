using Gateway.Dialects;

namespace Gateway.Tests.Dialects;

public sealed class DialectCatalogTests
{
    [Theory]
    [InlineData("/v1/chat/completions", "openai-chat", "chat", null, null)]
    [InlineData("/v1/chat/completions/", "openai-chat", "chat", null, null)]
    [InlineData("/openai/v1/chat/completions", "openai-chat", "chat", null, null)]
    [InlineData("/api/v1/chat/completions", "openai-chat", "chat", null, null)]
    [InlineData("/v1beta/openai/chat/completions", "openai-chat", "chat", null, null)]
    [InlineData("/openai/deployments/my-gpt/chat/completions", "openai-chat", "chat", "my-gpt", null)]
    [InlineData("/openai/deployments/emb/embeddings", "openai-embeddings", "embeddings", "emb", null)]
    [InlineData("/deployments/responses", "openai-responses", "responses", null, null)]
    [InlineData("/v1/completions", "openai-chat", "generate", null, null)]
    [InlineData("/v1/responses", "openai-responses", "responses", null, null)]
    [InlineData("/v1/embeddings", "openai-embeddings", "embeddings", null, null)]
    [InlineData("/v1/messages", "anthropic-messages", "messages", null, null)]
    [InlineData("/anthropic/v1/messages", "anthropic-messages", "messages", null, null)]
    [InlineData("/v1beta/models/gemini-3-flash:generateContent", "gemini", "generate", "gemini-3-flash", false)]
    [InlineData("/v1beta/models/gemini-3-flash:streamGenerateContent", "gemini", "generate", "gemini-3-flash", true)]
    [InlineData("/v1beta/models/gemini-embedding-001:embedContent", "gemini", "embeddings", "gemini-embedding-001", false)]
    [InlineData("/v1/projects/p/locations/l/publishers/google/models/gemini-3-pro:generateContent", "gemini", "generate", "gemini-3-pro", false)]
    [InlineData("/v1/projects/p/locations/l/publishers/anthropic/models/claude-x@2025:streamRawPredict", "anthropic-messages", "messages", "claude-x@2025", true)]
    [InlineData("/model/us.amazon.nova-pro-v1%3A0/converse", "bedrock-converse", "chat", "us.amazon.nova-pro-v1:0", false)]
    [InlineData("/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fx/converse-stream", "bedrock-converse", "chat", "arn:aws:bedrock:us-east-1:1:inference-profile/x", true)]
    [InlineData("/model/arn:aws:bedrock:us-east-1:1:inference-profile/x/converse", "bedrock-converse", "chat", "arn:aws:bedrock:us-east-1:1:inference-profile/x", false)]
    [InlineData("/model/anthropic.claude-v2/invoke-with-response-stream", "anthropic-messages", "messages", "anthropic.claude-v2", true)]
    [InlineData("/model/amazon.titan-text/invoke", null, "other", "amazon.titan-text", false)]
    [InlineData("/api/chat", "ollama", "chat", null, null)]
    [InlineData("/api/generate", "ollama", "generate", null, null)]
    [InlineData("/api/embed", "ollama", "embeddings", null, null)]
    [InlineData("/v1beta/models/gemini-3-flash:countTokens", null, "other", "gemini-3-flash", null)]
    [InlineData("/v1/messages/count_tokens", null, "other", null, null)]
    [InlineData("/v1/threads/t_1/messages", null, "other", null, null)]
    [InlineData("/v1/responses/resp_1", null, "other", null, null)]
    [InlineData("/v1/models", null, "other", null, null)]
    [InlineData("/v1/files:batch", null, "other", null, null)]
    [InlineData("/", null, "other", null, null)]
    [InlineData("", null, "other", null, null)]
    public void Path_ByTheShapeOfItsEnd_NamesDialectOperationAndModel(string path, string? dialect, string operation, string? model, bool? streaming)
    {
        var match = DialectCatalog.Match("any", null, path);

        Assert.Equal((dialect, operation, model, streaming), (match.Dialect?.Name, match.Operation, match.PathModel, match.PathStreaming));
    }

    [Theory]
    [InlineData("openai", "/v1/chat/completions", "openai-chat", "chat")]
    [InlineData("OpenAI", "/v1/responses", "openai-responses", "responses")]
    [InlineData("openai", "/v1/models", null, "other")]
    [InlineData("anthropic", "/v1/chat/completions", null, "other")]
    [InlineData("anthropic", "/v1/messages", "anthropic-messages", "messages")]
    [InlineData("openai-chat", "/llm/talk", "openai-chat", "chat")]
    [InlineData("anthropic-messages", "/llm/talk", "anthropic-messages", "messages")]
    [InlineData("openai-chat", "/v1/completions", "openai-chat", "generate")]
    [InlineData("ollama", "/api/chat", "ollama", "chat")]
    [InlineData("gemini", "/api/chat", null, "other")]
    public void Override_OfAFamilyAdmitsItsPaths_OfAFormatForcesIt(string name, string path, string? dialect, string operation)
    {
        var match = DialectCatalog.Match("any", name, path);

        Assert.Equal((dialect, operation), (match.Dialect?.Name, match.Operation));
    }
}
