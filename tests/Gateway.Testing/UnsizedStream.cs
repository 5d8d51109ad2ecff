namespace Gateway.Testing;

/// <summary>A body of unknown length, so that it goes out in chunks.</summary>
public sealed class UnsizedStream(byte[] bytes) : MemoryStream(bytes)
{
    public override bool CanSeek => false;
}
