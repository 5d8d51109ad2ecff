using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Gateway.Alerting.Pricing;

/// <summary>
/// What one provider's models cost. A provider's list never prices another's models. Thread-safe.
/// For each name of <see cref="ModelNames"/>: a deployment of that name wins (the owner said so), then a model of that name; case does not matter.
/// The model that answered is looked for first, then the one that was asked for, and only then <c>"*"</c>.
/// </summary>
public sealed class PriceList
{
    /// <summary>The model that stands for all that are not listed.</summary>
    public const string AnyModel = "*";

    /// <summary>Resolved names remembered. Clients choose names, so the memory is bounded: when it is full it starts anew.</summary>
    internal const int RememberedNames = 4096;

    private readonly IReadOnlyList<string> _names;
    private readonly FrozenDictionary<string, string> _deployments;
    private readonly FrozenDictionary<string, ModelPrice> _models;
    private readonly ConcurrentDictionary<(string?, string?), ModelPrice?> _resolved = new();
    private int _remembered;

    /// <param name="names">The provider's names, its own first.</param>
    /// <param name="models">Prices by model.</param>
    /// <param name="deployments">Other names of models in <paramref name="models"/>.</param>
    public PriceList(IReadOnlyList<string> names, IReadOnlyDictionary<string, ModelPrice> models, IReadOnlyDictionary<string, string> deployments)
    {
        _names = names;
        _models = models.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        _deployments = deployments.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyList<string> Names => _names;

    public IReadOnlyList<string> Models => _models.Keys;

    /// <summary>Null when neither name has a price.</summary>
    public ModelPrice? Find(string? responseModel, string? requestModel)
    {
        if (_resolved.TryGetValue((responseModel, requestModel), out var known))
        {
            return known;
        }

        var found = Resolve(responseModel) ?? Resolve(requestModel) ?? _models.GetValueOrDefault(AnyModel);
        Remember(responseModel, requestModel, found);
        return found;
    }

    /// <summary>The model of this list whose price <see cref="Find"/> gives; null when there is none.</summary>
    public string? FindName(string? responseModel, string? requestModel) =>
        ResolveName(responseModel) ?? ResolveName(requestModel) ?? (_models.ContainsKey(AnyModel) ? AnyModel : null);

    private ModelPrice? Resolve(string? model) => ResolveName(model) is { } name ? _models[name] : null;

    private string? ResolveName(string? model) =>
        string.IsNullOrEmpty(model) || model.Length > ModelNames.LongestName || model == AnyModel
            ? null
            : ModelNames.Candidates(model, _names).Select(name => _deployments.GetValueOrDefault(name, name)).FirstOrDefault(_models.ContainsKey);

    private void Remember(string? responseModel, string? requestModel, ModelPrice? found)
    {
        if (responseModel?.Length > ModelNames.LongestName || requestModel?.Length > ModelNames.LongestName)
        {
            return;
        }

        if (_resolved.TryAdd((responseModel, requestModel), found) && Interlocked.Increment(ref _remembered) > RememberedNames)
        {
            _resolved.Clear();
            Volatile.Write(ref _remembered, 0);
        }
    }
}
