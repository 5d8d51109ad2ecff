using Gateway.Admin.Security;
using Microsoft.Extensions.Options;

namespace Gateway.Admin;

/// <summary>Refuses wrong settings at start. Each message names the key and what is allowed, and never repeats a secret.</summary>
internal sealed class AdminOptionsValidator : IValidateOptions<AdminOptions>
{
    /// <summary>Shorter keys can be guessed.</summary>
    public const int ShortestKey = 16;

    public const int ShortestPassword = 12;

    public ValidateOptionsResult Validate(string? name, AdminOptions options)
    {
        string[] mistakes = [.. General(options), .. SignOn(options.OpenIdConnect), .. options.ApiKeys.SelectMany(Key), .. Duplicates(options.ApiKeys)];
        return mistakes.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }

    private static IEnumerable<string> General(AdminOptions options)
    {
        if (options.Path != AdminOptions.FixedPath)
        {
            yield return $"Admin:Path is '{options.Path}', but the admin can only be at '{AdminOptions.FixedPath}' so far: leave the key out";
        }

        if (options.Port is < 1 or > 65535)
        {
            yield return $"Admin:Port is {options.Port}; allowed are 1 to 65535";
        }

        if (options.Password is { Length: > 0 } password && string.IsNullOrWhiteSpace(password))
        {
            yield return "Admin:Password is blank; set a password, or leave the key out to sign in by the link that start-up prints";
        }
        else if (options.Password is { Length: > 0 and < ShortestPassword })
        {
            yield return $"Admin:Password has {options.Password.Length} characters; at least {ShortestPassword} are needed";
        }
    }

    private static IEnumerable<string> SignOn(AdminOpenIdConnect? settings)
    {
        if (settings is null)
        {
            yield break;
        }

        if (settings.Authority is not { IsAbsoluteUri: true } authority || !(authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback)))
        {
            yield return "Admin:OpenIdConnect:Authority must be the https address of the identity provider (http on loopback only)";
        }

        if (string.IsNullOrWhiteSpace(settings.ClientId))
        {
            yield return "Admin:OpenIdConnect:ClientId is missing";
        }

        if (settings.Lists.All(list => list.Values.Count == 0))
        {
            yield return $"Admin:OpenIdConnect lets nobody in: name values of the claim '{settings.RoleClaim}' in Viewers, Operators or Admins ('{AdminOpenIdConnect.Everybody}' for everybody)";
        }
    }

    private static IEnumerable<string> Key(AdminApiKey key, int index)
    {
        if (string.IsNullOrWhiteSpace(key.Name))
        {
            yield return $"Admin:ApiKeys:{index}:Name is missing; it says who acted";
        }

        if (key.Key.Length < ShortestKey)
        {
            yield return $"Admin:ApiKeys:{index}:Key has {key.Key.Length} characters; at least {ShortestKey} are needed";
        }

        if (!AdminRoles.All.Contains(key.Role))
        {
            yield return $"Admin:ApiKeys:{index}:Role is '{key.Role}'; allowed are {string.Join(", ", AdminRoles.All)}";
        }
    }

    private static IEnumerable<string> Duplicates(IList<AdminApiKey> keys)
    {
        for (var index = 0; index < keys.Count; index++)
        {
            var earlier = keys.Take(index).ToList();
            if (keys[index].Name.Length > 0 && earlier.Any(key => string.Equals(key.Name, keys[index].Name, StringComparison.OrdinalIgnoreCase)))
            {
                yield return $"Admin:ApiKeys:{index}:Name '{keys[index].Name}' is used twice; names say who acted, so each needs its own";
            }

            if (keys[index].Key.Length > 0 && earlier.Any(key => key.Key == keys[index].Key))
            {
                yield return $"Admin:ApiKeys:{index}:Key is used twice; each name needs its own key";
            }
        }
    }
}
