using Gateway.Admin.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Gateway.Admin.Security;

/// <summary>
/// Keeps the two ports apart where <c>Admin:Port</c> is set: it answers the gateway's own paths and nothing else, every other port answers
/// the rest. Probes may ask either. Stands in front of everything, so that a path on the wrong port says nothing about itself.
/// </summary>
internal sealed class AdminPort(RequestDelegate next, IOptions<AdminOptions> options)
{
    private readonly int? _port = options.Value.Port;

    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        return AdminPaths.IsProbe(path) || AdminPaths.IsOwn(path) == (context.Connection.LocalPort == _port)
            ? next(context)
            : Problem.Write(context, StatusCodes.Status404NotFound, "There is nothing at this path on this port.");
    }
}
