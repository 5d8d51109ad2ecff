namespace Gateway.Capture;

/// <summary>Who makes a call, as its headers say: read when it begins, so that a call in flight can be told apart from others.</summary>
/// <param name="Identity">Without what only the body says.</param>
/// <param name="Key">The API key in clear. Goes no further than the pump; excluded from any printed form.</param>
internal sealed record Caller(CallIdentity Identity, string? Key)
{
    public static Caller Read(HttpRequest request, CaptureOptions options) => new(CallIdentity.OfHeaders(request.Headers, options), ClientKey.Find(request));

    public override string ToString() => Identity.ToString();
}
