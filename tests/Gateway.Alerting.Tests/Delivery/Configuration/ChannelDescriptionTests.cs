using System.Text.Json.Nodes;
using Gateway.Alerting.Delivery.Configuration;
using Gateway.Alerting.Delivery.Http;

namespace Gateway.Alerting.Tests.Delivery.Configuration;

/// <summary>Forms and documentation are made of the descriptions: they must say what the readers read.</summary>
public class ChannelDescriptionTests
{
    public static TheoryData<string> Types => [.. ChannelTypes.Names];

    [Theory]
    [MemberData(nameof(Types))]
    public void Description_OfEveryType_NamesTheFieldsThatAreRead(string name)
    {
        var type = ChannelTypes.Find(name)!;
        var values = new ConfigValues([], ReceiverHosts.Public);

        type.Read(values);

        Assert.Equal(type.Description.Fields.Select(field => field.Name).Order(StringComparer.Ordinal), values.KnownFields.Order(StringComparer.Ordinal));
        Assert.Equal(type.Description.Fields.Where(field => field.IsSecret).Select(field => field.Name).Order(StringComparer.Ordinal), values.SecretFields.Order(StringComparer.Ordinal));
        Assert.Equal(type.Description.Fields.Where(field => field.IsRequired).Select(field => field.Name).Order(StringComparer.Ordinal), values.Missing.Select(mistake => mistake.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Fields_OfSettings_ShowAsJsonAndMasked()
    {
        var written = JsonNode.Parse("""{ "To": "a@example.com, b@example.com", "SmtpServer": "smtp.example.com", "SmtpPort": "465", "SmtpPassword": "p4ssw0rd-p4ssw0rd", "RequireTls": "false", "From": " " }""")!.AsObject();

        var fields = ChannelReader.Read("email", written, ReceiverHosts.Public).Fields;

        Assert.Equal(
            """{"to":["a@example.com","b@example.com"],"smtp_server":"smtp.example.com","smtp_port":465,"smtp_password":"••••w0rd","require_tls":false}""",
            fields.Show(withAddresses: true).ToJsonString(GatewayJson.Options));
        Assert.DoesNotContain("p4ssw0rd-", fields + fields.Open.ToJsonString(), StringComparison.Ordinal);
    }
}
