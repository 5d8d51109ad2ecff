namespace Gateway.Alerting.Routing;

/// <summary>Where the routes that were made in the API are kept, with every version of them.</summary>
public interface IRouteStore
{
    /// <returns>The present version; null when there never was one.</returns>
    Task<RouteVersion?> FindAsync(CancellationToken cancellationToken);

    /// <param name="document">The routes as JSON.</param>
    /// <param name="seen">The versions that it may be based on; null: any.</param>
    /// <param name="by">Who makes it.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The new version; null when the present one is none of <paramref name="seen"/>: then nothing was written.</returns>
    Task<RouteVersion?> AppendAsync(string document, IReadOnlyCollection<long>? seen, string by, DateTimeOffset at, CancellationToken cancellationToken);
}

/// <summary>One state of the routes.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Document">The routes as JSON.</param>
/// <param name="By">The person or API key.</param>
/// <param name="At">When.</param>
public sealed record RouteVersion(long Number, string Document, string By, DateTimeOffset At);
