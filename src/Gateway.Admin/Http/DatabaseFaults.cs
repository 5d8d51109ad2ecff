using System.Data.Common;
using Gateway.Alerting.Storage.Sqlite;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Gateway.Admin.Http;

/// <summary>A locked or full database is not a bug: the API answers 503, says so, and the request can be sent again.</summary>
internal sealed class DatabaseFaults : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not (DbException or DatabaseRefusedException) || !Security.AdminPaths.IsApi(context.Request.Path))
        {
            return false;
        }

        await Problem.Write(context, StatusCodes.Status503ServiceUnavailable, $"The database did not answer ({exception.Message}). Send it again later: what is in already is not doubled.");
        return true;
    }
}
