using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Gateway.Admin.Http.OpenApi;

/// <summary>The API document, kept: making it takes a tenth of a second, and the endpoints that it describes stay as they are while the host runs.</summary>
internal sealed class ApiDocumentOnce(IServiceProvider services)
{
    private OpenApiDocument? _document;

    /// <summary>Null where the host makes no document.</summary>
    public async Task<OpenApiDocument?> GetAsync(CancellationToken cancellationToken) =>
        _document ??= services.GetKeyedService<IOpenApiDocumentProvider>(ApiDocument.Name) is { } provider ? await provider.GetOpenApiDocumentAsync(cancellationToken) : null;
}
