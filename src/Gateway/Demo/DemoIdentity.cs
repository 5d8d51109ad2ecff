namespace Gateway.Demo;

/// <summary>The request headers that carry identity, by the section <c>Capture</c>.</summary>
internal sealed record DemoIdentity(string UserHeader, string TeamHeader, string TagsHeader)
{
    public static DemoIdentity From(IConfiguration configuration)
    {
        var capture = configuration.GetSection("Capture");
        return new(capture["UserHeader"] ?? "X-Gateway-User", capture["TeamHeader"] ?? "X-Gateway-Team", capture["TagsHeader"] ?? "X-Gateway-Tags");
    }
}
