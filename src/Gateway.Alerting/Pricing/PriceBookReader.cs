using System.Globalization;
using System.Text.Json;
using Gateway.Alerting.Text;

namespace Gateway.Alerting.Pricing;

/// <summary>Reads one document of the project's own price schema and collects every mistake in it. For one use.</summary>
internal sealed class PriceBookReader
{
    internal static readonly string[] BookMembers = ["$schema", "about", "updated", "providers"];
    internal static readonly string[] ProviderMembers = ["about", "also_known_as", "deployments", "tier_boundary", "models"];
    internal static readonly string[] TierMembers = ["above_input_tokens", .. PriceMembers.All];
    internal static readonly string[] ModelMembers = ["about", .. PriceMembers.All, "tiers"];

    private readonly List<PriceProblem> _problems = [];

    public PriceBookReading Read(JsonElement root)
    {
        CheckMembers(root, "$", BookMembers);
        var lists = Members(root, "providers", "$").Select(Provider).ToList();
        CheckNames(lists);
        var updated = Updated(root);
        return _problems.Count > 0 ? new(null, _problems) : new(new PriceBook(lists, updated), []);
    }

    private DateOnly? Updated(JsonElement root)
    {
        if (!root.TryGetProperty("updated", out var value))
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String
            && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        Report("$.updated", "must be a date such as \"2026-07-02\"");
        return null;
    }

    private PriceList Provider(Member provider)
    {
        CheckMembers(provider.Value, provider.Path, ProviderMembers);
        var boundary = Boundary(provider);
        var models = Members(provider.Value, "models", provider.Path)
            .DistinctBy(model => model.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(model => model.Name, model => Model(model, boundary), StringComparer.OrdinalIgnoreCase);
        return new PriceList([provider.Name, .. AlsoKnownAs(provider)], models, Deployments(provider, models));
    }

    private TierBoundary Boundary(Member provider)
    {
        if (!provider.TryGet("tier_boundary", out var value))
        {
            return TierBoundary.Exclusive;
        }

        switch (value.ValueKind == JsonValueKind.String ? value.GetString() : null)
        {
            case "exclusive":
                return TierBoundary.Exclusive;
            case "inclusive":
                return TierBoundary.Inclusive;
            default:
                Report($"{provider.Path}.tier_boundary", "must be \"exclusive\" (a tier is above its number) or \"inclusive\" (it begins at it)");
                return TierBoundary.Exclusive;
        }
    }

    private List<string> AlsoKnownAs(Member provider)
    {
        if (!provider.TryGet("also_known_as", out var value))
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String))
        {
            return [.. value.EnumerateArray().Select(name => name.GetString()!)];
        }

        Report($"{provider.Path}.also_known_as", "must be an array of provider names");
        return [];
    }

    private Dictionary<string, string> Deployments(Member provider, Dictionary<string, ModelPrice> models)
    {
        var deployments = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value, path) in Members(provider.Value, "deployments", provider.Path, required: false))
        {
            var model = value.ValueKind == JsonValueKind.String ? value.GetString()! : null;
            if (model is not null && models.ContainsKey(model))
            {
                deployments[name] = model;
            }
            else
            {
                Report(path, $"must name a model under {provider.Path}.models{DidYouMean(model, models.Keys)}");
            }
        }

        return deployments;
    }

    private ModelPrice Model(Member model, TierBoundary boundary)
    {
        CheckMembers(model.Value, model.Path, ModelMembers);
        var listed = Prices(model);
        if (listed.IsEmpty)
        {
            Report(model.Path, "lists no price; leave the model out if its price is not known");
        }

        return new ModelPrice(listed, Tiers(model), boundary);
    }

    private List<PriceTier> Tiers(Member model)
    {
        var tiers = new List<PriceTier>();
        if (!model.TryGet("tiers", out var value))
        {
            return tiers;
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            Report($"{model.Path}.tiers", "must be an array of { \"above_input_tokens\": 200000, …prices }");
            return tiers;
        }

        foreach (var (index, element) in value.EnumerateArray().Index())
        {
            var member = new Member("", element, $"{model.Path}.tiers[{index}]");
            CheckMembers(element, member.Path, TierMembers);
            if (Above(member, tiers.LastOrDefault()?.AboveInputTokens ?? 0) is { } above)
            {
                tiers.Add(new PriceTier(above, Prices(member)));
            }
        }

        return tiers;
    }

    private long? Above(Member tier, long previous)
    {
        if (tier.TryGet("above_input_tokens", out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out var above) && above > previous)
        {
            return above;
        }

        Report($"{tier.Path}.above_input_tokens", $"must be a whole number above {previous}: tiers are listed in increasing order");
        return null;
    }

    private ListedPrices Prices(Member of) => PriceMembers.Read(name => Price(of, name));

    private decimal? Price(Member of, string name)
    {
        if (!of.TryGet(name, out var value))
        {
            return null;
        }

        var price = PriceMembers.Number(value);
        if (PriceMembers.WhatIsWrong(price) is { } wrong)
        {
            Report($"{of.Path}.{name}", $"{value.GetRawText()} {wrong}");
            return null;
        }

        return price;
    }

    private void CheckNames(IEnumerable<PriceList> lists)
    {
        var twice = lists.SelectMany(list => list.Names).GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(names => names.Count() > 1);
        foreach (var names in twice)
        {
            Report("$.providers", $"'{names.Key}' is the name of two price lists; each name has one");
        }
    }

    /// <summary>Members nobody reads are mistakes, and so is a name that is there twice: the file says something that would not happen.</summary>
    private void CheckMembers(JsonElement value, string path, string[] allowed)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Report(path, $"must be an object with {string.Join(", ", allowed)}");
            return;
        }

        foreach (var name in value.EnumerateObject().Select(member => member.Name).Where(name => !allowed.Contains(name)))
        {
            Report(path + Step(name), $"is not a member here{DidYouMean(name, allowed)}; allowed are {string.Join(", ", allowed)}");
        }

        CheckDuplicates(value, path);
    }

    private void CheckDuplicates(JsonElement value, string path)
    {
        var names = value.EnumerateObject().Select(member => member.Name);
        foreach (var twice in names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1))
        {
            Report(path + Step(twice.Key), "is there twice; names differ by more than case");
        }
    }

    private List<Member> Members(JsonElement of, string name, string path, bool required = true)
    {
        path += Step(name);
        JsonElement value = default;
        var there = of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out value);
        if (there && value.ValueKind == JsonValueKind.Object)
        {
            CheckDuplicates(value, path);
            return [.. value.EnumerateObject().Select(member => new Member(member.Name, member.Value, path + Step(member.Name)))];
        }

        if (there || required)
        {
            Report(path, "must be an object");
        }

        return [];
    }

    private void Report(string path, string message) => _problems.Add(new PriceProblem(path, message));

    private static string DidYouMean(string? written, IEnumerable<string> allowed) =>
        written is not null && NearestName.Of(written, allowed) is { } near ? $" (did you mean '{near}'?)" : "";

    private static string Step(string name) =>
        name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '$') ? $".{name}" : $"['{name}']";

    private readonly record struct Member(string Name, JsonElement Value, string Path)
    {
        public bool TryGet(string name, out JsonElement value)
        {
            value = default;
            return Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(name, out value);
        }
    }
}
