using System.Security.Claims;
using Gateway.Admin.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.SignalR;

namespace Gateway.Admin.Live;

/// <summary>
/// Ends live connections with what opened them: at once when their session signs out, and within <see cref="CheckEvery"/>
/// when their cookie has run out or their password or key is no longer in the settings. Thread-safe.
/// </summary>
internal sealed class LiveConnections : IDisposable
{
    public static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Connection> _open = [];
    private readonly AdminCredentials _credentials;
    private readonly EndedSessions _ended;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    public LiveConnections(AdminCredentials credentials, EndedSessions ended, TimeProvider time)
    {
        (_credentials, _ended, _time) = (credentials, ended, time);
        _timer = time.CreateTimer(_ => Check(), null, CheckEvery, CheckEvery);
    }

    /// <returns>False, and the connection is over, when its session ended while it was being opened.</returns>
    public bool TryJoin(HubCallerContext context)
    {
        var connection = Connection.Of(context);
        lock (_gate)
        {
            _open[context.ConnectionId] = connection;
        }

        if (IsValid(connection))
        {
            return true;
        }

        context.Abort();
        return false;
    }

    public void Leave(string connectionId)
    {
        lock (_gate)
        {
            _open.Remove(connectionId);
        }
    }

    /// <summary>Signs a session out: what it has open ends, and nothing more can be opened with its cookie.</summary>
    public void End(string session)
    {
        _ended.Add(session);
        Check();
    }

    public void Dispose() => _timer.Dispose();

    private void Check()
    {
        Connection[] open;
        lock (_gate)
        {
            open = [.. _open.Values];
        }

        foreach (var connection in open.Where(connection => !IsValid(connection)))
        {
            connection.Context.Abort();
        }
    }

    private bool IsValid(Connection connection) =>
        connection.Credential is not null
        && _credentials.IsValid(connection.Credential)
        && !_ended.Contains(connection.Session)
        && !(connection.ExpiresAt <= _time.GetUtcNow());

    private sealed record Connection(HubCallerContext Context, string? Session, string? Credential, DateTimeOffset? ExpiresAt)
    {
        public static Connection Of(HubCallerContext context) => new(
            context,
            context.User?.FindFirstValue(AdminIdentity.SessionClaim),
            context.User?.FindFirstValue(AdminIdentity.CredentialClaim),
            context.GetHttpContext()?.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc);
    }
}
