using Gateway.Admin.Http;
using Gateway.Alerting;
using Gateway.Alerting.Calls;
using Gateway.Alerting.Storage;
using Gateway.Alerting.Time;

namespace Gateway.Admin.Areas.GatewayAdmin.Pages.Calls;

/// <summary>The filters of the call log as they stand in a URL.</summary>
internal static class CallQuery
{
    /// <summary>What <see cref="Filter"/> reads, for the API document.</summary>
    public static QueryParameter[] Parameters { get; } =
    [
        new("from", $"Calls that started at or after this: {InstantText.Allowed}."),
        new("to", "Calls that started before this."),
        new("provider", "Such as openai."),
        new("model", "The model that answered, or that was asked for when none answered."),
        new("route", "The proxy route's id."),
        QueryParameter.OneOf("operation", "What was asked for.", "chat", "responses", "messages", "generate", "embeddings", "other"),
        QueryParameter.Word<CallOutcome>("outcome", $"One of {EnumWords.Allowed<CallOutcome>()}."),
        new("user", "Exactly this user."),
        new("team", "Exactly this team."),
        new("session", "Exactly this session."),
        new("tag", "Calls that carry this tag."),
        new("api_key", "The displayed form, such as sk-…9fQ2."),
        QueryParameter.Flag("streaming", "true or false."),
        new("search", "Part of id, model, user, team, session, key or error type; case does not matter."),
    ];

    public static CallFilter Filter(QueryReader query)
    {
        var filter = new CallFilter
        {
            From = query.Instant("from"),
            To = query.Instant("to"),
            Provider = query.Text("provider"),
            Model = query.Text("model"),
            Route = query.Text("route"),
            Operation = query.Text("operation"),
            Outcome = query.Word<CallOutcome>("outcome"),
            User = query.Text("user"),
            Team = query.Text("team"),
            Session = query.Text("session"),
            Tag = query.Text("tag"),
            ApiKey = query.Text("api_key"),
            Streaming = query.Flag("streaming"),
            Search = query.Text("search"),
        };
        if (filter.From >= filter.To)
            query.Refuse("to", "must be later than from");

        return filter;
    }
}
