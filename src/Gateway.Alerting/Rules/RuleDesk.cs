using Gateway.Alerting.Rules.Reading;
using Gateway.Alerting.Storage;

namespace Gateway.Alerting.Rules;

/// <summary>
/// What people do to rules. Changes are made one at a time; each is stored as a version with who and when, and then in force at the
/// engine's next tick. Rules from files are not changed here.
/// </summary>
/// <remarks>A database that does not answer is an exception, and nothing has changed then.</remarks>
public sealed class RuleDesk(IRuleStore store, RuleSetProvider rules, RuleCompiler compiler, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private bool _isLoaded;

    /// <summary>Brings the stored rules into force, once.</summary>
    public Task LoadAsync(CancellationToken cancellationToken) => InTurnAsync(() => Task.FromResult(true), cancellationToken);

    /// <summary>Makes one rule, or all of an array: those or none.</summary>
    /// <param name="json">What a rule file holds. A rule without an <c>id</c> gets a free one, made from its name.</param>
    /// <param name="by">Who makes it.</param>
    /// <param name="cancellationToken">Gives up, as long as nothing is stored.</param>
    public Task<RuleChange> CreateAsync(string json, string by, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            var text = RuleReader.ReadEach(json);
            IReadOnlyList<RuleDiagnostic> mistakes = [.. text.Mistakes, .. text.Rules.SelectMany(reading => Check(reading) ?? []), .. Twice(text.Rules)];
            if (mistakes.Count > 0)
            {
                return RuleChange.Invalid(mistakes);
            }

            if (Taken(text.Rules) is { } taken)
            {
                return RuleChange.Conflict($"There is already a rule '{taken.Id}' ({taken.Source}). Change that one, or choose another id.");
            }

            var rules = WithIds(text.Rules);
            if (RefuseMore(rules.Count) is { } refused)
            {
                return refused;
            }

            var made = await SaveAsync([.. rules.Select(rule => Write(rule.Id, RuleDocument.Write(rule), null, RuleAction.Created, by))], cancellationToken);
            return text.IsArray ? RuleChange.Done(null) with { Rules = made } : RuleChange.Done(made[0]);
        },
        cancellationToken);

    /// <summary>Gives a rule another text. The text that it has already makes no version: the answer is the rule as it is.</summary>
    /// <param name="id">Which rule.</param>
    /// <param name="json">What it shall be, whole.</param>
    /// <param name="seen">The versions that the change may be based on; null: any.</param>
    /// <param name="by">Who changes it.</param>
    /// <param name="cancellationToken">Gives up, as long as nothing is stored.</param>
    public Task<RuleChange> ReplaceAsync(string id, string json, IReadOnlyCollection<long>? seen, string by, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            if (Refuse(id, seen) is { } refused)
            {
                return refused;
            }

            var reading = RuleReader.ReadOne(json, id);
            if (Check(reading, id) is { } mistakes)
            {
                return RuleChange.Invalid(mistakes);
            }

            var (present, document) = (rules.Entries.Find(id)!, RuleDocument.Write(reading.Draft!));
            return document == present.Version!.Document
                ? RuleChange.Done(present)
                : await SaveAsync(id, document, present.Version.Number, RuleAction.Updated, by, cancellationToken);
        },
        cancellationToken);

    /// <summary>Switches a rule on or off. What its alerts are then is the engine's business: those of a rule that is off are resolved.</summary>
    public Task<RuleChange> ToggleAsync(string id, IReadOnlyCollection<long>? seen, string by, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            if (Refuse(id, seen) is { } refused)
            {
                return refused;
            }

            if (rules.Entries.Find(id) is not { Definition: { } rule })
            {
                return RuleChange.Conflict($"Rule '{id}' cannot be read: {rules.Entries.Find(id)?.Problem}. Replace it first.");
            }

            var toggled = rule with { IsActive = !rule.IsActive };
            return await SaveAsync(toggled, VersionOf(id), toggled.IsActive ? RuleAction.Activated : RuleAction.Deactivated, by, cancellationToken);
        },
        cancellationToken);

    /// <summary>Its versions stay, and any of them can be restored.</summary>
    public Task<RuleChange> DeleteAsync(string id, IReadOnlyCollection<long>? seen, string by, CancellationToken cancellationToken) => InTurnAsync(
        async () => Refuse(id, seen) ?? await SaveAsync(id, rules.Entries.Find(id)!.Version!.Document, VersionOf(id), RuleAction.Deleted, by, cancellationToken),
        cancellationToken);

    /// <summary>Makes an old version the present one, also of a rule that has been deleted.</summary>
    public Task<RuleChange> RestoreAsync(string id, long number, IReadOnlyCollection<long>? seen, string by, CancellationToken cancellationToken) => InTurnAsync(
        async () =>
        {
            var present = rules.Entries.Find(id);
            if ((present is not null || seen is not null) && Refuse(id, seen) is { } refused)
            {
                return refused;
            }

            if (await store.FindVersionAsync(id, number, cancellationToken) is not { } version)
            {
                return RuleChange.NotFound($"Rule '{id}' has no version {number}.");
            }

            var reading = RuleReader.ReadOne(version.Document, id);
            if (Check(reading, id) is { } mistakes)
            {
                return RuleChange.Invalid(mistakes);
            }

            return (present is null ? RefuseMore(1) : null) ?? await SaveAsync(reading.Draft!, VersionOf(id), RuleAction.Restored, by, cancellationToken);
        },
        cancellationToken);

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<T> InTurnAsync<T>(Func<Task<T>> change, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (!_isLoaded)
            {
                rules.LoadStored(await store.LoadAsync(cancellationToken));
                _isLoaded = true;
            }

            return await change();
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Every mistake of form, and what else can be said of a rule with such.</summary>
    private List<RuleDiagnostic>? Check(RuleReading reading, string? id = null)
    {
        var mistakes = reading.Mistakes.ToList();
        if (reading.Draft is { } rule)
        {
            if (id is not null && reading.NamesItsId && rule.Id != id)
            {
                mistakes.Add(new(null, 1, 1, "id", $"must be '{id}', as in the address, or absent: a rule keeps its id"));
            }

            mistakes.AddRange(compiler.CheckDraft(rule, reading.Mistakes));
        }

        return mistakes.Count == 0 ? null : mistakes;
    }

    private RuleChange? Refuse(string id, IReadOnlyCollection<long>? seen) => rules.Entries.Find(id) switch
    {
        null => RuleChange.NotFound($"There is no rule '{id}'."),
        { IsFromFile: true } file => RuleChange.Conflict($"Rule '{id}' comes from {file.Source}: edit that file, and it is in force within two seconds."),
        { Version.Number: var present } when seen?.Contains(present) == false => RuleChange.Stale(id, present),
        _ => null,
    };

    private RuleChange? RefuseMore(int count) => rules.Entries.All.Count + count > RuleCompiler.MostRules
        ? RuleChange.Conflict($"There are {rules.Entries.All.Count} rules, and {RuleCompiler.MostRules} are allowed: delete {(count == 1 ? "one" : "some")} first.")
        : null;

    /// <summary>The first rule that has an id which a new one names.</summary>
    private RuleEntry? Taken(IReadOnlyList<RuleReading> readings) => readings
        .Where(reading => reading.NamesItsId)
        .Select(reading => rules.Entries.Find(reading.Draft!.Id))
        .FirstOrDefault(entry => entry is not null);

    /// <summary>Ids that an array names more than once.</summary>
    private static IEnumerable<RuleDiagnostic> Twice(IReadOnlyList<RuleReading> readings) =>
        from same in readings.Select((reading, index) => (reading, index)).Where(one => one.reading is { NamesItsId: true, Draft: not null }).GroupBy(one => one.reading.Draft!.Id)
        from again in same.Skip(1)
        select new RuleDiagnostic(null, again.reading.Draft!.Source.Line, 1, $"[{again.index}].id", $"'{same.Key}' is already the id of the rule at [{same.First().index}]; ids are unique");

    /// <summary>The rules with their own ids; those that name none get free ones.</summary>
    private List<RuleDefinition> WithIds(IReadOnlyList<RuleReading> readings)
    {
        var ids = readings.Where(reading => reading.NamesItsId).Select(reading => reading.Draft!.Id).ToHashSet(StringComparer.Ordinal);
        var named = new List<RuleDefinition>();
        foreach (var reading in readings)
        {
            var rule = reading.Draft!;
            rule = reading.NamesItsId ? rule : rule with { Id = FreeId(rule.Id, ids) };
            ids.Add(rule.Id);
            named.Add(rule);
        }

        return named;
    }

    /// <summary>Null when there is no such rule, and for the hidden one behind a file's: that is refused before.</summary>
    private long? VersionOf(string id) => rules.Entries.Find(id)?.Version?.Number;

    private string FreeId(string wanted, HashSet<string> others)
    {
        var id = wanted;
        for (var number = 2; rules.Entries.Find(id) is not null || others.Contains(id); number++)
        {
            var suffix = $"-{number}";
            id = wanted[..Math.Min(wanted.Length, RuleReader.LongestId - suffix.Length)].TrimEnd('-') + suffix;
        }

        return id;
    }

    private Task<RuleChange> SaveAsync(RuleDefinition rule, long? basedOn, RuleAction action, string by, CancellationToken cancellationToken) =>
        SaveAsync(rule.Id, RuleDocument.Write(rule), basedOn, action, by, cancellationToken);

    private async Task<RuleChange> SaveAsync(string id, string document, long? basedOn, RuleAction action, string by, CancellationToken cancellationToken) =>
        RuleChange.Done((await SaveAsync([Write(id, document, basedOn, action, by)], cancellationToken)).SingleOrDefault());

    /// <returns>The rules as they are now; without those that were deleted.</returns>
    private async Task<IReadOnlyList<RuleEntry>> SaveAsync(IReadOnlyList<RuleWrite> writes, CancellationToken cancellationToken)
    {
        var versions = await store.AppendAsync(writes, cancellationToken)
            ?? throw new InvalidOperationException($"Rule '{writes[0].RuleId}' was changed behind this program's back: another one writes to its database.");
        rules.Take(versions);
        return [.. writes.Select(write => rules.Entries.Find(write.RuleId)).OfType<RuleEntry>()];
    }

    private RuleWrite Write(string id, string document, long? basedOn, RuleAction action, string by) => new(id, basedOn, action, document, by, time.GetUtcNow());
}
