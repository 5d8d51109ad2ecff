using System.Security.Cryptography;
using Gateway.Alerting.Delivery.Setup;
using Microsoft.AspNetCore.DataProtection;

namespace Gateway.Admin.Security;

/// <summary>Encrypts with the host's Data Protection: new keys come by themselves, old ones stay to read with.</summary>
internal sealed class DataProtectedSecrets(IDataProtectionProvider provider) : ISecretProtection
{
    private const string Purpose = "gateway-alerts.channels";

    public string Protect(string owner, string text) => provider.CreateProtector(Purpose, owner).Protect(text);

    public string? Unprotect(string owner, string protectedText)
    {
        try
        {
            return provider.CreateProtector(Purpose, owner).Unprotect(protectedText);
        }
        catch (CryptographicException)
        {
            // The key is gone or was revoked, or the text is another channel's: which of them makes no difference to anybody.
            return null;
        }
    }
}
