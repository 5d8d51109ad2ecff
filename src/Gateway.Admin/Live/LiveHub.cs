using Microsoft.AspNetCore.SignalR;

namespace Gateway.Admin.Live;

/// <summary>
/// <c>/admin/live</c>: the server sends <c>metrics</c> once a second, <c>call</c>, <c>alert</c> and <c>health</c>; clients send nothing.
/// </summary>
internal sealed class LiveHub(LiveBroadcaster broadcaster, LiveConnections connections) : Hub
{
    public override async Task OnConnectedAsync()
    {
        await base.OnConnectedAsync();
        if (connections.TryJoin(Context))
        {
            broadcaster.Join(Context.ConnectionId, Clients.Caller);
        }
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        connections.Leave(Context.ConnectionId);
        await broadcaster.LeaveAsync(Context.ConnectionId);
        await base.OnDisconnectedAsync(exception);
    }
}
