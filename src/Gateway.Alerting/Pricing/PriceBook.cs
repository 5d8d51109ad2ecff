using System.Collections.Frozen;
using Gateway.Alerting.Calls;

namespace Gateway.Alerting.Pricing;

/// <summary>All price lists, by provider. What a file said at one time; <see cref="LivePriceBook"/> follows the file.</summary>
public sealed class PriceBook : IPriceBook, IPriceExplainer
{
    /// <summary>Nothing has a price.</summary>
    public static readonly PriceBook Empty = new([], updated: null);

    private readonly FrozenDictionary<string, PriceList> _byProvider;

    /// <param name="lists">No two of them share a name.</param>
    /// <param name="updated">The day the prices are of, when the file says it.</param>
    public PriceBook(IReadOnlyList<PriceList> lists, DateOnly? updated)
    {
        Lists = lists;
        Updated = updated;
        _byProvider = lists
            .SelectMany(list => list.Names, (list, name) => KeyValuePair.Create(name, list))
            .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyList<PriceList> Lists { get; }

    public DateOnly? Updated { get; }

    /// <summary>Priced models of all providers.</summary>
    public int ModelCount => Lists.Sum(list => list.Models.Count);

    public CallCost Price(string provider, string? responseModel, string? requestModel, in TokenUsage tokens) =>
        _byProvider.TryGetValue(provider, out var list) && list.Find(responseModel, requestModel) is { } price
            ? price.Price(tokens)
            : CallCost.Unpriced;

    public PriceExplanation? Explain(LlmCall call)
    {
        if (!_byProvider.TryGetValue(call.Provider, out var list)
            || list.FindName(call.ResponseModel, call.RequestModel) is not { } model
            || list.Find(call.ResponseModel, call.RequestModel) is not { } price)
        {
            return null;
        }

        var (above, lines) = price.Explain(call.Tokens);
        return new(list.Names[0], model, above, lines, price.Price(call.Tokens));
    }
}
