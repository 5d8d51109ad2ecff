namespace Gateway.Alerting.Delivery.Configuration;

/// <summary>A part of a channel's configuration that nobody may read back: it prints masked, and only a sender reveals it.</summary>
public sealed class Secret(string value) : IEquatable<Secret>
{
    /// <summary>Shorter pieces of a secret address are words like <c>services</c> and <c>workflows</c>, which would blot out half of an error.</summary>
    private const int ShortestPiece = 10;

    /// <summary>Shorter secrets show nothing of themselves.</summary>
    private const int ShortestShown = 12;

    /// <summary>Shorter values keep no secret, and would blot out times and numbers.</summary>
    private const int ShortestRedacted = 4;

    /// <summary>What stands for what nobody sees.</summary>
    internal const string Mask = "••••";

    public string Reveal() => value;

    /// <summary>Masked, with the last four characters of a long one, so that people can tell two apart.</summary>
    public override string ToString() => value.Length >= ShortestShown ? Mask + value[^4..] : Mask;

    /// <summary>The text without this secret, and without the telling pieces of it when it is an address.</summary>
    public string Redact(string text) => Pieces().Aggregate(text, (rest, piece) => rest.Replace(piece, Mask, StringComparison.OrdinalIgnoreCase));

    public bool Equals(Secret? other) => other is not null && string.Equals(value, other.Reveal(), StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as Secret);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(value);

    private IEnumerable<string> Pieces()
    {
        if (value.Length >= ShortestRedacted)
        {
            yield return value;
        }

        if (!Uri.TryCreate(value, UriKind.Absolute, out var address))
        {
            yield break;
        }

        foreach (var piece in address.PathAndQuery.Split('/', '?', '&', '=').Append(address.UserInfo).Where(piece => piece.Length >= ShortestPiece))
        {
            yield return piece;
            yield return Uri.UnescapeDataString(piece);
        }
    }
}
