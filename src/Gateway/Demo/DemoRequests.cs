using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Gateway.Demo;

/// <summary>Writes a demo client's request as the provider's own libraries would.</summary>
internal static class DemoRequests
{
    /// <param name="gateway">The gateway's address.</param>
    /// <param name="workload">What is asked.</param>
    /// <param name="person">By whom.</param>
    /// <param name="stream">Whether the answer is to stream.</param>
    /// <param name="identity">The headers that carry identity here.</param>
    public static HttpRequestMessage Create(Uri gateway, DemoWorkload workload, DemoPerson person, bool stream, DemoIdentity identity)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway, $"/{workload.Provider}{Path(workload, stream)}"))
        {
            Content = JsonContent.Create(Body(workload, person, stream), options: JsonSerializerOptions.Default),
        };
        Authorize(request.Headers, workload, person);
        request.Headers.Add(identity.UserHeader, person.User);
        request.Headers.Add(identity.TeamHeader, person.Team);
        request.Headers.Add(identity.TagsHeader, "demo");
        return request;
    }

    private static string Path(DemoWorkload workload, bool stream) =>
        workload.Wire == DemoWire.Gemini ? workload.Path.Replace("{0}", stream ? "streamGenerateContent?alt=sse" : "generateContent", StringComparison.Ordinal) : workload.Path;

    private static void Authorize(HttpRequestHeaders headers, DemoWorkload workload, DemoPerson person)
    {
        switch (workload.Wire)
        {
            case DemoWire.AnthropicMessages:
                headers.Add("x-api-key", person.ApiKey);
                headers.Add("anthropic-version", "2023-06-01");
                break;
            case DemoWire.Gemini:
                headers.Add("x-goog-api-key", person.ApiKey);
                break;
            default:
                headers.Authorization = new AuthenticationHeaderValue("Bearer", person.ApiKey);
                break;
        }
    }

    private static object Body(DemoWorkload workload, DemoPerson person, bool stream)
    {
        var prompt = $"{person.User} of {person.Team} would like to know what happened on the gateway today.";
        return workload.Wire switch
        {
            DemoWire.Gemini => new { contents = new[] { new { role = "user", parts = new[] { new { text = prompt } } } } },
            DemoWire.OpenAiEmbeddings => new { model = workload.Model, input = prompt },
            DemoWire.AnthropicMessages => new { model = workload.Model, max_tokens = 1024, stream, messages = Messages(prompt) },
            _ => new { model = workload.Model, stream, messages = Messages(prompt) },
        };
    }

    private static object[] Messages(string prompt) => [new { role = "user", content = prompt }];
}
