using System.Text.Json;
using Gateway.Alerting.Calls;
using Microsoft.Data.Sqlite;

namespace Gateway.Alerting.Storage.Sqlite;

/// <summary>The dictionary tables of one connection: every word of a call as a number.</summary>
internal sealed class CallWords(SqliteConnection connection) : IDisposable
{
    private readonly DictionaryTable _names = new(connection, "names", "value");
    private readonly DictionaryTable _sessions = new(connection, "sessions", "value");
    private readonly DictionaryTable _tagSets = new(connection, "tag_sets", "value");
    private readonly DictionaryTable _apiKeys = new(connection, "api_keys", "label", "key_id");

    public Batch Begin(SqliteTransaction transaction, NameIds known) => new(this, transaction, known);

    public void Dispose()
    {
        _names.Dispose();
        _sessions.Dispose();
        _tagSets.Dispose();
        _apiKeys.Dispose();
    }

    /// <summary>The numbers that one transaction has looked up or given out. Everything but names is forgotten with it: retention may prune those.</summary>
    internal sealed class Batch(CallWords words, SqliteTransaction transaction, NameIds known)
    {
        private readonly Dictionary<string, long> _freshNames = new(StringComparer.Ordinal);
        private readonly Dictionary<string, long> _sessions = new(StringComparer.Ordinal);
        private readonly Dictionary<string, long> _tagSets = new(StringComparer.Ordinal);
        private readonly Dictionary<(string Label, string KeyId), long> _apiKeys = [];

        /// <summary>Names that <see cref="NameIds"/> did not have; to be handed to it once the transaction is committed.</summary>
        public IReadOnlyDictionary<string, long> FreshNames => _freshNames;

        public CallWordIds Of(LlmCall call) => new()
        {
            Provider = Name(call.Provider),
            Dialect = Name(call.Dialect),
            Operation = Name(call.Operation),
            Route = Name(call.Route),
            RequestModel = NameOrNone(call.RequestModel),
            ResponseModel = NameOrNone(call.ResponseModel),
            ErrorType = NameOrNone(call.ErrorType),
            User = NameOrNone(call.User),
            Team = NameOrNone(call.Team),
            Session = call.Session is { } session ? IdOf(words._sessions, _sessions, session) : 0,
            Tags = call.Tags.Count > 0 ? IdOf(words._tagSets, _tagSets, JsonSerializer.Serialize(call.Tags)) : 0,
            ApiKey = ApiKey(call.ApiKey ?? "", call.ApiKeyId ?? ""),
        };

        /// <summary>A word that is not a call's own, such as a tag in the sums.</summary>
        public long Word(string word) => Name(word);

        private long NameOrNone(string? name) => name is null ? 0 : Name(name);

        private long Name(string name) => known.TryGet(name, out var id) ? id : IdOf(words._names, _freshNames, name);

        private long IdOf(DictionaryTable table, Dictionary<string, long> seen, string value)
        {
            if (!seen.TryGetValue(value, out var id))
                seen[value] = id = table.IdOf(transaction, value);

            return id;
        }

        private long ApiKey(string label, string keyId)
        {
            if (label.Length == 0 && keyId.Length == 0)
                return 0;

            if (!_apiKeys.TryGetValue((label, keyId), out var id))
                _apiKeys[(label, keyId)] = id = words._apiKeys.IdOf(transaction, label, keyId);

            return id;
        }
    }
}

/// <summary>The words of one call as numbers; 0 where the call has none.</summary>
internal readonly record struct CallWordIds
{
    public required long Provider { get; init; }

    public required long Dialect { get; init; }

    public required long Operation { get; init; }

    public required long Route { get; init; }

    public required long RequestModel { get; init; }

    public required long ResponseModel { get; init; }

    public required long ErrorType { get; init; }

    public required long User { get; init; }

    public required long Team { get; init; }

    public required long Session { get; init; }

    public required long Tags { get; init; }

    public required long ApiKey { get; init; }

    /// <summary>As <see cref="LlmCall.Model"/>: what answered, or what was asked for.</summary>
    public long Model => ResponseModel != 0 ? ResponseModel : RequestModel;
}
