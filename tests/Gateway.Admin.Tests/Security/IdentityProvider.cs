using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Gateway.Admin.Tests.Security;

/// <summary>An OpenID Connect provider that signs in whoever comes, as the person that the test says, and checks PKCE.</summary>
internal sealed class IdentityProvider : IAsyncDisposable
{
    public const string ClientId = "gateway-alerts";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, (string Nonce, string Challenge)> _codes = new();
    private FakeUpstream _server = null!;

    public Dictionary<string, object> Person { get; } = new() { ["sub"] = "u1", ["name"] = "Grace Hopper", ["groups"] = new[] { "platform" } };

    public string Address => _server.Address;

    public static async Task<IdentityProvider> StartAsync()
    {
        var provider = new IdentityProvider();
        provider._server = await FakeUpstream.StartUnreadAsync(provider.AnswerAsync);
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _rsa.Dispose();
    }

    private RsaSecurityKey Key => new(_rsa) { KeyId = "k1" };

    private Task AnswerAsync(HttpContext context) => context.Request.Path.Value switch
    {
        "/.well-known/openid-configuration" => JsonAsync(context, new
        {
            issuer = Address,
            authorization_endpoint = Address + "/authorize",
            token_endpoint = Address + "/token",
            jwks_uri = Address + "/keys",
        }),
        "/keys" => JsonAsync(context, new { keys = new[] { JsonWebKeyConverter.ConvertFromRSASecurityKey(new(_rsa.ExportParameters(false)) { KeyId = "k1" }) } }),
        "/authorize" => AuthorizeAsync(context),
        _ => TokenAsync(context),
    };

    private Task AuthorizeAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var code = Guid.NewGuid().ToString("N");
        _codes[code] = (query["nonce"].ToString(), query["code_challenge"].ToString());
        context.Response.Redirect(QueryHelpers.AddQueryString(query["redirect_uri"].ToString(), new Dictionary<string, string?> { ["code"] = code, ["state"] = query["state"] }));
        return Task.CompletedTask;
    }

    private async Task TokenAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        Assert.True(_codes.TryRemove(form["code"].ToString(), out var code));
        Assert.Equal(code.Challenge, WebEncoders.Base64UrlEncode(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))));
        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Address,
            Audience = ClientId,
            Claims = new Dictionary<string, object>(Person) { ["nonce"] = code.Nonce },
            NotBefore = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            IssuedAt = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            Expires = new(2037, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            SigningCredentials = new(Key, SecurityAlgorithms.RsaSha256),
        });
        await JsonAsync(context, new { access_token = "unused", token_type = "Bearer", expires_in = 60, id_token = token });
    }

    private static Task JsonAsync(HttpContext context, object answer)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(answer));
    }
}
