namespace Gateway.Capture;

/// <summary>Who makes a call, read off its headers at its beginning: only while a rule asks about calls in flight.</summary>
internal sealed record CallerInFlight(CallIdentity Identity, string? ApiKey, string? ApiKeyId)
{
    public static CallerInFlight Read(HttpRequest request, CaptureOptions options, ApiKeyHasher keys)
    {
        var key = ClientKey.Find(request);
        return new(
            CallIdentity.Read(request.Headers, RequestScan.Nothing, options),
            key is null ? null : ClientKey.Label(key),
            key is null ? null : keys.Hash(key));
    }
}
