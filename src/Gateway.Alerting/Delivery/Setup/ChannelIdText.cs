using System.Text.RegularExpressions;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;

namespace Gateway.Alerting.Delivery.Setup;

/// <summary>The id of a new channel: as it was sent, or a free one made from the name.</summary>
internal static partial class ChannelIdText
{
    /// <returns>Null when there is a mistake about it.</returns>
    public static string? Read(ChannelDraft draft, ChannelDirectory channels)
    {
        if (!draft.IsReadable)
        {
            return null;
        }

        if (draft.Text(ChannelDocument.IdField) is { } written)
        {
            var id = ChannelIds.Canonical(written);
            if (ChannelIds.BuiltIn.Contains(id) || (id.Length <= RuleReader.LongestId && id != ChannelDocument.NewId && Slug().IsMatch(id)))
            {
                return id;
            }

            draft.Mistake(ChannelDocument.IdField, $"must be lower-case letters, digits and single dashes, at most {RuleReader.LongestId}, and not '{ChannelDocument.NewId}'");
            return null;
        }

        var name = draft.Text(ChannelDocument.NameField);
        var made = name is null ? "" : RuleReader.Slug(name);
        if (made.Length == 0)
        {
            draft.Mistake(ChannelDocument.NameField, name is null ? "is needed, unless there is an id" : "must hold letters or digits of English for an id to be made of it, unless there is an id");
            return null;
        }

        return Free(made, channels);
    }

    /// <summary>The built-in ids have types of their own, so nobody gets one by a name.</summary>
    private static string Free(string made, ChannelDirectory channels)
    {
        var number = 1;
        var id = made;
        while (id == ChannelDocument.NewId || channels.FindEntry(id) is not null)
        {
            var suffix = $"-{++number}";
            id = made[..Math.Min(made.Length, RuleReader.LongestId - suffix.Length)].TrimEnd('-') + suffix;
        }

        return id;
    }

    [GeneratedRegex(RuleReader.IdPattern)]
    private static partial Regex Slug();
}
