using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Admin.Security;
using Gateway.Alerting;
using Gateway.Alerting.Delivery.Configuration;
using Gateway.Alerting.Delivery.Setup;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Channels;

/// <summary>Answers of the channel endpoints.</summary>
internal sealed record ChannelListJson(IReadOnlyList<JsonObject> Channels, int Count);

internal sealed record ChannelToggleJson(string Id, bool IsEnabled);

/// <param name="Success">Whether it arrived.</param>
/// <param name="StatusCode">The receiver's, when it answered.</param>
/// <param name="DurationMs">How long the try took.</param>
/// <param name="Error">What went wrong.</param>
/// <param name="Rendered">The message as it was sent, secrets masked; for administrators only.</param>
internal sealed record ChannelTestJson(bool Success, int? StatusCode, double DurationMs, string? Error, string? Rendered)
{
    public static ChannelTestJson Of(ChannelTrialResult result, ClaimsPrincipal user) => new(
        result.IsSuccess,
        result.Outcome.StatusCode,
        Math.Round(result.Duration.TotalMilliseconds, 1),
        ChannelWords.ErrorFor(user, result.Outcome.StatusCode, result.Outcome.Error),
        user.MayAdminister() ? result.Rendered : null);
}

internal static class ChannelJson
{
    /// <summary>The channel as it is written, secrets masked, with <see cref="ChannelDocument.ReadOnlyFields"/> behind.</summary>
    /// <param name="view">The channel.</param>
    /// <param name="user">Who asks: the whole of an address is for administrators.</param>
    /// <param name="made">A secret that was just made, to be shown this once.</param>
    public static JsonObject Of(ChannelView view, ClaimsPrincipal user, Secret? made = null)
    {
        var (entry, past) = (view.Entry, view.Past);
        var json = ChannelDocument.Write(entry.Channel, entry.Fields.Show(user.MayAdminister()));
        json.Insert(0, ChannelDocument.IdField, entry.Id);
        if (made is not null)
        {
            json[ChannelDocument.ConfigField]!["secret"] = made.Reveal();
        }

        json["source"] = EnumWords.Of(entry.Source);
        json["place"] = entry.Place;
        json["is_read_only"] = entry.IsReadOnly;
        json["is_configured"] = entry.Channel.Config is not null;
        json["condition"] = EnumWords.Of(view.State);
        json["problem"] = view.Problem;
        json["closed_until"] = Node(view.Gate?.ClosedUntil);
        json["failures"] = view.Gate?.Failures ?? 0;
        json["last_success"] = Node(past.LastSuccess);
        json["last_error"] = past.LastError is not { } error ? null : new JsonObject
        {
            ["at"] = Node(error.At),
            ["status_code"] = error.StatusCode,
            ["error"] = ChannelWords.ErrorFor(user, error.StatusCode, error.Error),
        };
        json["used_by"] = new JsonObject { ["rules"] = view.Use.Rules.Count, ["routes"] = view.Use.Routes.Count, ["is_default"] = view.Use.IsDefault };
        json["updated_at"] = Node(entry.UpdatedAt);
        json["updated_by"] = entry.UpdatedBy;
        return json;
    }

    private static JsonNode? Node(DateTimeOffset? instant) => JsonSerializer.SerializeToNode(instant, GatewayJson.Options);
}
