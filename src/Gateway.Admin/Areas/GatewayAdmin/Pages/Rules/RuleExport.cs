using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Admin.Http;
using Gateway.Alerting;
using Gateway.Alerting.Rules;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;

/// <summary>Rules as a rule file: saved into the rule folder as it is, it is read again. Broken rules are left out, because one of them would stop the whole folder.</summary>
/// <param name="rules">One becomes an object, several an array.</param>
/// <param name="name">The file's name before the time.</param>
/// <param name="now">For the file's name.</param>
internal sealed class RuleExport(IEnumerable<RuleEntry> rules, string name, DateTimeOffset now) : IActionResult
{
    private static readonly JsonSerializerOptions Indented = new(GatewayJson.Options) { WriteIndented = true };

    public Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        Download.Name(response, name, "json", now);
        var written = rules.Where(rule => rule.Compiled is not null).Select(rule => RuleDocument.ToJson(rule.Definition!, RuleDetail.NotDefault)).ToArray();
        JsonNode file = written is [var only] ? only : new JsonArray(written);
        return response.WriteAsync(file.ToJsonString(Indented) + "\n", context.HttpContext.RequestAborted);
    }
}
