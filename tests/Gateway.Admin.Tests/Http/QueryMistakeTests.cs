using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gateway.Admin.Http;
using Gateway.Admin.Tests.Hosting;

namespace Gateway.Admin.Tests.Http;

/// <summary>What is wrong with a query is told all at once.</summary>
public sealed partial class QueryMistakeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryList_WithSeveralMistakes_NamesThemAll()
    {
        await using var host = await AdminHost.StartAsync();
        using var client = host.Client(AdminHost.AdminKey);
        var lists = host.Endpoints.Where(endpoint => endpoint.Metadata.GetOrderedMetadata<QueryParameter>().Any(parameter => parameter.Name == "limit")).Select(endpoint => endpoint.RoutePattern.RawText!).ToList();
        var wrong = new List<string>();
        foreach (var list in lists)
        {
            using var answer = await client.GetAsync($"{Parameter().Replace(list, "nothing")}?limit=many&nonsense=1", Cancel);
            var errors = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))?["errors"]?.AsObject().Select(error => error.Key).Order().ToList() ?? [];
            if (answer.StatusCode != HttpStatusCode.BadRequest || !errors.SequenceEqual(["limit", "nonsense"]))
            {
                wrong.Add($"{list}: {(int)answer.StatusCode} {string.Join(", ", errors)}");
            }
        }

        Assert.Empty(wrong);
        Assert.True(lists.Count >= 8);
    }

    [Fact]
    public async Task History_WithSeveralMistakes_NamesThemAll()
    {
        await using var host = await AdminHost.StartAsync();
        using var client = host.Client(AdminHost.ViewerKey);

        using var answer = await client.GetAsync("/api/alerts/history?severty=high&status=new&start_date=soon&offset=-1", Cancel);

        var errors = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!["errors"]!.AsObject();
        Assert.Equal(["offset", "severty", "start_date", "status"], errors.Select(error => error.Key).Order());
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
