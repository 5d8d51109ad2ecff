using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;

namespace Gateway.Admin.Http;

/// <summary>One query parameter as the API document shows it.</summary>
internal sealed record QueryParameter(string Name, string Description);

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
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                });
            }

            return Task.CompletedTask;
        });

    /// <summary>Refuses query parameters that the endpoint, or each of the group's, did not announce by <see cref="WithQuery"/>: one that is misspelt must not look as if it worked.</summary>
    public static T RefuseOtherQuery<T>(this T endpoints)
        where T : IEndpointConventionBuilder => endpoints.AddEndpointFilter((context, next) =>
    {
        var known = context.HttpContext.GetEndpoint()?.Metadata.GetOrderedMetadata<QueryParameter>().Select(parameter => parameter.Name).ToList() ?? [];
        var query = new QueryReader(context.HttpContext.Request.Query);
        query.RefuseOthers(known);
        return query.Problem is { } problem ? ValueTask.FromResult<object?>(problem) : next(context);
    });
}
