using Gateway.Alerting.Rules;
using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Rules;

/// <summary>The mistakes of a rule, or of something that is read as rules are, as a 400 answer, keyed by JSON path.</summary>
internal static class RuleProblem
{
    /// <param name="mistakes">At least one.</param>
    /// <param name="what">What has them.</param>
    public static IResult Of(IEnumerable<RuleDiagnostic> mistakes, string what = "rule") => Results.ValidationProblem(
        mistakes.GroupBy(mistake => PathOf(mistake.Path)).ToDictionary(same => same.Key, same => same.Select(mistake => mistake.Message).Distinct().ToArray()),
        detail: $"The {what} cannot be taken; 'errors' says what is wrong and what is allowed.");

    private static string PathOf(string path) => path switch
    {
        "" => "$",
        ['[', ..] => "$" + path,
        _ => "$." + path,
    };
}
