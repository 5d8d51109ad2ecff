using System.Text.Json;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Suppression;
using Gateway.Alerting.Text;
using Gateway.Alerting.Windows;

namespace Gateway.Alerting.Routing;

/// <summary>
/// Reads routes from JSON: <c>{ "routes": [ … ], "default": [ … ] }</c>, or the array alone. Comments and trailing commas are allowed.
/// Reports every mistake at once.
/// </summary>
internal static class RouteReader
{
    /// <summary>What the API adds when it answers; sent or saved back, it means nothing.</summary>
    public static IReadOnlyList<string> ReadOnlyFields { get; } = ["source", "version", "updated_at", "updated_by"];

    private const int MostRoutes = 500;
    private const int MostChannels = 50;

    /// <param name="json">The text.</param>
    /// <param name="file">For messages; null for a text from elsewhere.</param>
    /// <param name="channelIds">The channels that may be named; null: any, for what was checked when it was stored.</param>
    /// <returns>The routes without a mistake, and all mistakes. Null when it is no JSON, or not of this form.</returns>
    public static (RouteTable? Table, IReadOnlyList<RuleDiagnostic> Mistakes) Read(string json, string? file, IReadOnlyCollection<string>? channelIds)
    {
        var mistakes = new RuleMistakes(file);
        var root = RuleReader.ParseText(json, mistakes);
        var table = root is null ? null : new RouteReading(mistakes, channelIds).Table(root);
        return (table, mistakes.Found);
    }

    private sealed class RouteReading(RuleMistakes mistakes, IReadOnlyCollection<string>? channelIds)
    {
        public RouteTable? Table(LocatedJson root)
        {
            if (root.Kind == JsonValueKind.Array)
            {
                return new(Routes(root, root.Items), RouteTable.Empty.Default);
            }

            if (root.Kind != JsonValueKind.Object)
            {
                mistakes.Add(root, "must be an object with 'routes' and 'default', or an array of routes");
                return null;
            }

            var fields = new FieldReader(root, mistakes);
            var routes = fields.Find("routes") is null ? [] : Routes(fields.Find("routes")!, fields.Items("routes") ?? []);
            var standard = fields.Find("default") is { } at ? Channels(at, fields.Strings("default")) : null;
            fields.Ignore(ReadOnlyFields);
            fields.RefuseUnknown();
            return new(routes, standard ?? RouteTable.Empty.Default);
        }

        private List<Route> Routes(LocatedJson at, IReadOnlyList<LocatedJson> items)
        {
            if (items.Count > MostRoutes)
            {
                mistakes.Add(at, $"has {items.Count} routes; {MostRoutes} are allowed");
            }

            return [.. items.Take(MostRoutes).Select(Route).OfType<Route>()];
        }

        private Route? Route(LocatedJson json)
        {
            if (json.Kind != JsonValueKind.Object)
            {
                mistakes.Add(json, "a route must be an object such as {\"match\": {\"priority\": \"critical\"}, \"channels\": [\"pagerduty\"]}");
                return null;
            }

            var before = mistakes.Count;
            var fields = new FieldReader(json, mistakes);
            var match = Match(fields.Find("match"));
            var channels = Channels(fields.Find("channels") ?? json, fields.Strings("channels"));
            var isContinued = fields.Bool("continue", false);
            fields.RefuseUnknown();
            return mistakes.Count == before ? new(match, channels ?? [], isContinued) : null;
        }

        private RouteMatch Match(LocatedJson? json)
        {
            if (json is null or not { Kind: JsonValueKind.Object })
            {
                if (json is not null)
                {
                    mistakes.Add(json, "must be an object of 'priority', 'labels', 'group' and 'time'");
                }

                return new();
            }

            var fields = new FieldReader(json, mistakes);
            var match = new RouteMatch
            {
                Priorities = Priorities(fields.Find("priority")),
                Labels = fields.StringMap("labels"),
                Group = fields.StringMap("group"),
                Time = WindowField.Read(fields.Find("time"), mistakes),
            };
            foreach (var (name, value) in fields.Find("group")?.Members.Where(member => !Dimension.TryGroup(member.Name, out _)) ?? [])
            {
                mistakes.Add(value, $"unknown dimension '{name}'; {NearestName.Hint(name, Dimension.GroupNames)}");
            }

            fields.RefuseUnknown();
            return match;
        }

        private List<AlertPriority> Priorities(LocatedJson? json)
        {
            var priorities = new List<AlertPriority>();
            foreach (var item in json is null ? [] : json.Kind == JsonValueKind.Array ? json.Items : [json])
            {
                if (item.Kind == JsonValueKind.String && EnumWords.TryParse<AlertPriority>(item.Text, out var priority))
                {
                    priorities.Add(priority);
                }
                else
                {
                    mistakes.Add(item, $"must be one of {EnumWords.Allowed<AlertPriority>()}, or an array of them");
                }
            }

            return priorities;
        }

        /// <summary>An empty list is allowed: then nobody is told.</summary>
        private List<string>? Channels(LocatedJson at, IReadOnlyList<string>? channels)
        {
            if (channels is null or { Count: > MostChannels })
            {
                mistakes.Add(at, $"needs 'channels', an array of at most {MostChannels} channel ids");
                return null;
            }

            var ids = channels.Select(ChannelIds.Canonical).Distinct().ToList();
            foreach (var unknown in channelIds is null ? [] : ids.Where(id => !channelIds.Contains(id)))
            {
                mistakes.Add(at, $"unknown channel '{unknown}'; {NearestName.Hint(unknown, channelIds!)}");
            }

            return ids;
        }
    }
}
