using System.Net.Mime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Gateway.Admin.Http.OpenApi;

/// <summary>The body of a request as the API document shows it.</summary>
internal sealed record RequestBody(Type Type, string ContentType, bool IsRequired);

/// <summary>
/// Describes bodies that an endpoint reads itself, in order to collect every mistake. Not by <c>Accepts</c>: that would also refuse every other content
/// type, and bodies are read whatever theirs says.
/// </summary>
internal sealed class RequestBodyDescriptions : IApiDescriptionProvider
{
    /// <summary>Behind the one that describes the endpoints.</summary>
    public int Order => 0;

    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
        foreach (var description in context.Results)
        {
            if (description.ActionDescriptor.EndpointMetadata.OfType<RequestBody>().FirstOrDefault() is { } body)
            {
                description.ParameterDescriptions.Add(new() { Name = "body", Type = body.Type, Source = BindingSource.Body, IsRequired = body.IsRequired });
                description.SupportedRequestFormats.Add(new() { MediaType = body.ContentType });
            }
        }
    }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
    }
}

internal static class RequestBodyDocumentation
{
    /// <typeparam name="T">What the body is shaped like.</typeparam>
    /// <param name="endpoint">Takes the body.</param>
    /// <param name="isRequired">Whether it fails without one.</param>
    /// <param name="contentType">What to send it as.</param>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint, bool isRequired = true, string contentType = MediaTypeNames.Application.Json) =>
        endpoint.WithMetadata(new RequestBody(typeof(T), contentType, isRequired));
}
