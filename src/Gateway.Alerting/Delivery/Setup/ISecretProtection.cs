namespace Gateway.Alerting.Delivery.Setup;

/// <summary>Encrypts what lies in the database and nobody may read there. The host brings it: its keys are the host's.</summary>
public interface ISecretProtection
{
    /// <param name="owner">What it belongs to: only for that can it be read again.</param>
    /// <param name="text">The secret.</param>
    string Protect(string owner, string text);

    /// <returns>The secret; null when its key is gone, or it is not one of <paramref name="owner"/>.</returns>
    string? Unprotect(string owner, string protectedText);
}
