using System.Text;
using Gateway.Capture;
using Gateway.Dialects;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Capture;

public sealed class IdentityTests
{
    private static readonly string[] UserNames = ["X-Gateway-User", "x-litellm-customer-id", "x-litellm-end-user-id", "Helicone-User-Id"];

    [Fact]
    public void User_FromSeveralPlaces_ComesFromTheFirstInTheDocumentedOrder()
    {
        var body = new RequestReading { User = "body" };
        for (var first = 0; first < UserNames.Length; first++)
        {
            var headers = new HeaderDictionary();
            foreach (var name in UserNames[first..])
            {
                headers[name] = name;
            }

            Assert.Equal(UserNames[first], CallIdentity.OfHeaders(headers, new()).Or(body).User);
        }

        Assert.Equal("body", CallIdentity.OfHeaders(new HeaderDictionary(), new()).Or(body).User);
        Assert.Equal("mine", CallIdentity.OfHeaders(new HeaderDictionary { ["X-Me"] = "mine" }, new() { UserHeader = "X-Me" }).Or(body).User);
    }

    [Fact]
    public void Value_OfAHostileClient_IsBoundedAndHasNoControlCharacters()
    {
        var headers = new HeaderDictionary
        {
            ["X-Gateway-User"] = new string('u', 5000),
            ["X-Gateway-Team"] = " a\tb\u0007c ",
            ["X-Gateway-Session"] = "   ",
            ["X-Gateway-Tags"] = string.Join(',', Enumerable.Range(0, 100).Select(i => $" t{i} ")) + ",,t0",
        };

        var identity = CallIdentity.OfHeaders(headers, new());

        Assert.Equal((CallIdentity.MaxLength, "abc", null, CallIdentity.MaxTags), (identity.User?.Length, identity.Team, identity.Session, identity.Tags.Count));
        Assert.Equal("t0", identity.Tags[0]);
    }

    [Fact]
    public void Value_InUtf8_IsReadFromItsBytes()
    {
        var headers = new HeaderDictionary { ["X-Gateway-Team"] = Encoding.Latin1.GetString("Zürich €"u8), ["X-Gateway-User"] = "M\u00fcller" };

        var identity = CallIdentity.OfHeaders(headers, new());

        Assert.Equal(("Zürich €", "M\u00fcller"), (identity.Team, identity.User));
    }

    [Theory]
    [InlineData("Authorization", "Bearer sk-abcdef1234569fQ2", "sk-abcdef1234569fQ2")]
    [InlineData("Authorization", "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260801/us-east-1/bedrock/aws4_request, SignedHeaders=host, Signature=ab", "AKIAIOSFODNN7EXAMPLE")]
    [InlineData("Authorization", "Basic dTpw", null)]
    [InlineData("x-api-key", "sk-ant-1", "sk-ant-1")]
    [InlineData("api-key", "k", "k")]
    [InlineData("x-goog-api-key", "g", "g")]
    [InlineData("?", "?alt=sse&key=AIzaSy", "AIzaSy")]
    [InlineData("?", "?monkey=1", null)]
    public void Key_OfAnyProvider_IsFound(string header, string value, string? key)
    {
        var request = new DefaultHttpContext().Request;
        if (header == "?")
            request.QueryString = new(value);
        else
            request.Headers[header] = value;

        Assert.Equal(key, ClientKey.Find(request));
    }

    [Theory]
    [InlineData("sk-abcdef1234569fQ2", "sk-…9fQ2")]
    [InlineData("AIzaSyABCDEFGH1234", "…1234")]
    [InlineData("averylongprefix-1234", "…1234")]
    [InlineData("sk-short123", null)]
    public void Label_OfAKey_ShowsNoMoreThanAgreed(string key, string? label) => Assert.Equal(label, ClientKey.Label(key));

    [Fact]
    public void Hasher_OfOneInstallation_GivesTheSameIdAcrossStartsAndAnotherGivesAnother()
    {
        var directory = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(directory.FullName, "new", "key");

            var first = ApiKeyHasher.LoadOrCreate(path);
            var second = ApiKeyHasher.LoadOrCreate(path);

            Assert.Equal(first.Name("sk-1").Id, second.Name("sk-1").Id);
            Assert.NotEqual(first.Name("sk-1").Id, first.Name("sk-2").Id);
            Assert.NotEqual(first.Name("sk-1").Id, new ApiKeyHasher(new byte[32]).Name("sk-1").Id);
            Assert.Null(second.EphemeralBecause);
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void Hasher_OnADiskThatRefuses_WorksAndSaysWhy()
    {
        var directory = Directory.CreateTempSubdirectory();
        try
        {
            var hasher = ApiKeyHasher.LoadOrCreate(Path.Combine(directory.FullName));

            Assert.Equal(16, hasher.Name("sk-1").Id.Length);
            Assert.Contains(directory.FullName, hasher.EphemeralBecause, StringComparison.Ordinal);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
