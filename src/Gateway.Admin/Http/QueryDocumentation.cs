using System.Text.Json.Nodes;
using Gateway.Alerting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;

namespace Gateway.Admin.Http;

/// <summary>One query parameter as the API document shows it.</summary>
internal sealed record QueryParameter(string Name, string Description)
{
    public JsonSchemaType Type { get; init; } = JsonSchemaType.String;

    /// <summary>All that is allowed; null where more is.</summary>
    public IEnumerable<string>? Words { get; init; }

    public static QueryParameter Whole(string name, string description) => new(name, description) { Type = JsonSchemaType.Integer };

    public static QueryParameter Flag(string name, string description) => new(name, description) { Type = JsonSchemaType.Boolean };

    public static QueryParameter OneOf(string name, string description, params IEnumerable<string> words) => new(name, description) { Words = words };

    public static QueryParameter Word<T>(string name, string description)
        where T : struct, Enum => OneOf(name, description, Enum.GetValues<T>().Select(EnumWords.Of));

    public OpenApiSchema ToSchema() => new() { Type = Type, Enum = Words is null ? null : [.. Words.Select(word => JsonValue.Create(word))] };
}

/// <summary>Describes query parameters that an endpoint reads itself, with <see cref="QueryReader"/>, in order to collect every mistake.</summary>
internal static class QueryDocumentation
{
    public static RouteHandlerBuilder WithQuery(this RouteHandlerBuilder endpoint, params QueryParameter[] parameters) =>
        endpoint.WithMetadata(parameters).AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters ??= [];
            foreach (var parameter in parameters)
            {
                operation.Parameters.Add(new OpenApiParameter
                {
                    Name = parameter.Name,
                    In = ParameterLocation.Query,
                    Description = parameter.Description,
                    Schema = parameter.ToSchema(),
                });
            }

            return Task.CompletedTask;
        });

    /// <summary>Refuses every query parameter where none is announced. Where some are, their reader, <see cref="QueryReader.Of"/>, names the others together with what it cannot read.</summary>
    public static T RefuseOtherQuery<T>(this T endpoints)
        where T : IEndpointConventionBuilder => endpoints.AddEndpointFilter((context, next) =>
        Known(context.HttpContext).Count == 0 && QueryReader.Of(context.HttpContext.Request).Problem is { } problem ? ValueTask.FromResult<object?>(problem) : next(context)).ProducesValidationProblem();

    /// <summary>The parameters that the endpoint announces.</summary>
    public static IReadOnlyCollection<string> Known(HttpContext context) =>
        [.. context.GetEndpoint()?.Metadata.GetOrderedMetadata<QueryParameter>().Select(parameter => parameter.Name) ?? []];
}
