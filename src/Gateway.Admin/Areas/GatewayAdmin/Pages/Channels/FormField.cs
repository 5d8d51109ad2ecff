using Gateway.Admin.Words;
using Gateway.Alerting.Delivery;
using Gateway.Alerting.Delivery.Configuration;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Channels;

/// <summary>One labelled control of the form.</summary>
/// <param name="Form">What stands in it.</param>
/// <param name="Path">Its name, and where its mistakes are.</param>
/// <param name="Label">For people.</param>
/// <param name="Control"><c>text, number, password, lines, choice</c> or <c>check</c>.</param>
internal sealed record FormField(ChannelFormValues Form, string Path, string Label, string Control)
{
    public bool IsRequired { get; init; }

    public string? Help { get; init; }

    public string? Example { get; init; }

    public int? MaxLength { get; init; }

    public IReadOnlyList<string> Choices { get; init; } = [];

    public bool IsUsuallyOn { get; init; }

    /// <summary>How the stored secret looks; null when there is none.</summary>
    public string? Kept { get; init; }

    /// <summary>The name of the box that takes a secret away; null when it cannot go.</summary>
    public string? RemoveName { get; init; }

    public string ElementId => Path.Replace('.', '-');

    /// <summary>What is wrong, as a sentence: where it is said of the field, the field is named.</summary>
    public string? Error => Form.Error(Path) switch
    {
        null => null,
        var words when words.StartsWith("is ", StringComparison.Ordinal) || words.StartsWith("must ", StringComparison.Ordinal) => $"{Label} {words}.",
        var words => $"{Say.Capital(words)}.",
    };

    public static FormField Of(ChannelFormValues form, ChannelField field, ChannelEntry? entry)
    {
        var kept = field.Kind == FieldKind.Secret ? entry?.Fields.Show(withAddresses: false)[field.Name]?.ToString() : null;
        return new(form, ChannelFormJson.ConfigPrefix + field.Name, field.Label, ControlOf(field.Kind))
        {
            // A secret that is there need not be entered again.
            IsRequired = field.IsRequired && kept is null,
            Help = field.Help,
            Example = field.Example,
            Choices = field.Choices,
            IsUsuallyOn = field.IsUsuallyOn,
            Kept = kept,
            RemoveName = kept is not null && !field.IsRequired ? ChannelFormJson.RemovePrefix + field.Name : null,
        };
    }

    private static string ControlOf(FieldKind kind) => kind switch
    {
        FieldKind.Secret => "password",
        FieldKind.List or FieldKind.SecretMap => "lines",
        FieldKind.Number => "number",
        FieldKind.Choice => "choice",
        FieldKind.Flag => "check",
        _ => "text",
    };
}
