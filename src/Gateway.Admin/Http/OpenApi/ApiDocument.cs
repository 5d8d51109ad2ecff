using Gateway.Alerting;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Admin.Http.OpenApi;

/// <summary>What the API document has beyond what the endpoints say of themselves. The host that calls <c>AddOpenApi()</c> gets it, with its own endpoints left as they are.</summary>
internal static class ApiDocument
{
    /// <summary>As <c>/openapi/v1.json</c> is made from.</summary>
    public const string Name = "v1";

    /// <summary>Ends of the names of types that mean nothing to who reads the document.</summary>
    private static readonly string[] Suffixes = ["Json", "Document", "Shape"];

    public static void AddTo(IServiceCollection services)
    {
        services.AddSingleton<ApiDocumentOnce>();
        services.TryAddEnumerable(ServiceDescriptor.Transient<IApiDescriptionProvider, RequestBodyDescriptions>());
        services.PostConfigure<OpenApiOptions>(Name, options =>
        {
            options.CreateSchemaReferenceId = type => OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } id ? NameOf(type.Type, id) : null;
            options.AddSchemaTransformer(SchemaRepairs.Repair);
            options.AddOperationTransformer(ApiSecurity.Require);
            options.AddDocumentTransformer(ApiSecurity.Describe);
            options.AddDocumentTransformer(ApiShapes.Complete);
        });
    }

    private static string NameOf(Type type, string id) => type.Assembly == typeof(ApiDocument).Assembly || type.Assembly == typeof(GatewayJson).Assembly
        ? Suffixes.Aggregate(id, (name, suffix) => name.Replace(suffix, "", StringComparison.Ordinal))
        : id;
}
