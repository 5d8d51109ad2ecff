using Gateway.Alerting.Delivery;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Routing;

/// <summary>What people do with routes. Those of a file are not changed here.</summary>
public sealed class RouteDesk(IRouteStore store, RouteBook book, ChannelDirectory channels, TimeProvider time)
{
    public async Task<RoutesInForce> FindAsync(CancellationToken cancellationToken) => View(await store.FindAsync(cancellationToken));

    /// <param name="json">All routes, as a file holds them.</param>
    /// <param name="seen">The versions that the change may be based on; null: any.</param>
    /// <param name="by">Who changes them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<RouteChange> ReplaceAsync(string json, IReadOnlyCollection<long>? seen, string by, CancellationToken cancellationToken)
    {
        if (book.IsFromFile)
        {
            return RouteChange.Refused(RuleChangeResult.Conflict, $"The routes come from {book.File}: edit that file, and they are in force within two seconds.");
        }

        var (table, mistakes) = RouteReader.Read(json, null, channels.Ids);
        if (table is null || mistakes.Count > 0)
        {
            return new(RuleChangeResult.Invalid, null, mistakes, null);
        }

        var version = await store.AppendAsync(RouteDocument.Write(table), seen, by, time.GetUtcNow(), cancellationToken);
        return version is null
            ? RouteChange.Refused(RuleChangeResult.Stale, "The routes have been changed since you read them: read them again.")
            : new(RuleChangeResult.Done, View(version), [], null);
    }

    private RoutesInForce View(RouteVersion? stored) => book.IsFromFile
        ? new(book.InForce(null), book.File, null, IsFromFile: true)
        : new(book.InForce(stored), stored is null ? "default" : "api", stored);
}

/// <summary>The routes as people see them.</summary>
/// <param name="Table">The routes.</param>
/// <param name="Source"><c>api</c>, <c>default</c> when nobody made any, or the file.</param>
/// <param name="Version">Of those made in the API.</param>
/// <param name="IsFromFile">Whether they are the file's: then the API does not change them.</param>
public sealed record RoutesInForce(RouteTable Table, string Source, RouteVersion? Version, bool IsFromFile = false);

/// <summary>How a change went.</summary>
public sealed record RouteChange(RuleChangeResult Result, RoutesInForce? Routes, IReadOnlyList<RuleDiagnostic> Mistakes, string? Why)
{
    internal static RouteChange Refused(RuleChangeResult result, string why) => new(result, null, [], why);
}
