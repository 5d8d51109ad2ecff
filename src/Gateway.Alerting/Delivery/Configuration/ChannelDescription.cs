namespace Gateway.Alerting.Delivery.Configuration;

/// <summary>A type of channel in words: what forms, the API's documentation and setup help say about it.</summary>
/// <param name="Label">What people call it.</param>
/// <param name="Group">What it is for.</param>
/// <param name="About">One sentence.</param>
public sealed record ChannelDescription(string Label, ChannelGroup Group, string About)
{
    /// <summary>The fields of <c>config</c>, in the order of a form.</summary>
    public IReadOnlyList<ChannelField> Fields { get; init; } = [];

    /// <summary>How to get what the fields ask for, step by step.</summary>
    public IReadOnlyList<string> Setup { get; init; } = [];

    /// <summary>The vendor's own page about it.</summary>
    public string? Documentation { get; init; }
}

/// <summary>What a type of channel is for.</summary>
public enum ChannelGroup
{
    Mail,
    Chat,
    Paging,

    /// <summary>Programs of one's own.</summary>
    Systems,

    /// <summary>The admin itself.</summary>
    Here,
}

/// <summary>One field of a channel's <c>config</c>.</summary>
/// <param name="Name">As in JSON.</param>
/// <param name="Label">For people.</param>
/// <param name="Kind">What may stand in it, and who may see it.</param>
public sealed record ChannelField(string Name, string Label, FieldKind Kind)
{
    public bool IsRequired { get; init; }

    public string? Help { get; init; }

    /// <summary>What it may look like.</summary>
    public string? Example { get; init; }

    /// <summary>The words of a <see cref="FieldKind.Choice"/>, the usual one first.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>What a <see cref="FieldKind.Flag"/> is when it is not written.</summary>
    public bool IsUsuallyOn { get; init; }

    /// <summary>Kept encrypted.</summary>
    public bool IsProtected => Kind is FieldKind.Url or FieldKind.Secret or FieldKind.SecretMap;

    /// <summary>Never shown again, to nobody.</summary>
    public bool IsSecret => Kind is FieldKind.Secret or FieldKind.SecretMap;

    /// <summary>Names the receiver: when it changes, the secrets that go there must be entered again, or they could be sent to a stranger.</summary>
    public bool IsReceiver { get; init; }

    /// <summary>A secret that is sent to the receiver, unlike a key that only signs.</summary>
    public bool IsSent { get; init; }
}

/// <summary>What may stand in a field.</summary>
public enum FieldKind
{
    Text,

    /// <summary>An address whose path and query are shown to administrators only.</summary>
    Url,
    Number,
    Flag,
    Choice,

    /// <summary>Several texts.</summary>
    List,
    Secret,

    /// <summary>Names with secret values.</summary>
    SecretMap,
}
