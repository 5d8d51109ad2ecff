using Gateway.Alerting.Delivery;
using Gateway.Alerting.Files;
using Gateway.Alerting.Rules;
using Gateway.Alerting.Telemetry;
using Microsoft.Extensions.Logging;

namespace Gateway.Alerting.Routing;

/// <summary>
/// The routes in force: those of the route file where there is one, else those made in the API. The file is loaded at start and again within
/// two seconds of an edit; one with mistakes changes nothing, and log and health say <c>file:line:column: message</c>. At start there is
/// nothing to keep: then the routes that are right are better than none. Thread-safe.
/// </summary>
public sealed partial class RouteBook : IDisposable
{
    private readonly string _path;
    private readonly ChannelDirectory _channels;
    private readonly SystemHealth _health;
    private readonly ILogger<RouteBook> _log;
    private readonly FilePoller _poller;
    private volatile RouteTable? _ofFile;
    private volatile StoredTable? _stored;
    private volatile bool _fileIsWrong;

    /// <param name="path">Full path of the file; it need not exist.</param>
    /// <param name="shownAs">The file as the settings name it.</param>
    /// <param name="channels">What routes may name.</param>
    /// <param name="health">Told how the file is, once there is one.</param>
    /// <param name="time">Paces the looking.</param>
    /// <param name="log">Told of every mistake.</param>
    public RouteBook(string path, string shownAs, ChannelDirectory channels, SystemHealth health, TimeProvider time, ILogger<RouteBook> log)
    {
        (_path, File, _channels, _health, _log) = (path, shownAs, channels, health, log);
        // Watch first, load then: an edit in between is seen as a change.
        _poller = new FilePoller(() => [path], time);
        _poller.Changed += () => Load(isStart: false);
        channels.IdsChanged += Recheck;
        Load(isStart: true);
    }

    /// <summary>The file as people know it.</summary>
    public string File { get; }

    /// <summary>Whether the routes are the file's: then the API does not change them.</summary>
    public bool IsFromFile => _ofFile is not null;

    /// <param name="stored">The present version of those made in the API.</param>
    public RouteTable InForce(RouteVersion? stored) => _ofFile ?? (stored is null ? RouteTable.Empty : Parse(stored));

    public void Dispose()
    {
        _channels.IdsChanged -= Recheck;
        _poller.Dispose();
    }

    /// <summary>Other channels can be named now: what was refused may be right.</summary>
    private void Recheck()
    {
        if (_fileIsWrong)
        {
            Load(isStart: false);
        }
    }

    /// <summary>Each version is read once.</summary>
    private RouteTable Parse(RouteVersion version)
    {
        if (_stored is { } known && known.Number == version.Number)
        {
            return known.Table;
        }

        var table = RouteReader.Read(version.Document, null, channelIds: null).Table ?? RouteTable.Empty;
        _stored = new(version.Number, table);
        return table;
    }

    private void Load(bool isStart)
    {
        if (!System.IO.File.Exists(_path))
        {
            Forget();
            return;
        }

        var text = RuleFiles.TryRead(_path);
        var (table, mistakes) = text.Text is null
            ? (null, [new(File, 1, 1, "", text.Problem!)])
            : RouteReader.Read(text.Text, File, _channels.Ids);
        foreach (var mistake in mistakes)
        {
            RouteFileRefused(mistake);
        }

        _fileIsWrong = mistakes.Count > 0;
        if (!_fileIsWrong || isStart)
        {
            _ofFile = table ?? RouteTable.Empty;
        }

        Report(mistakes);
    }

    private void Forget()
    {
        if (_ofFile is not null)
        {
            _ofFile = null;
            _health.Report(HealthParts.Routes, HealthState.Healthy, $"there is no {File} any more: the routes made in the API are in force");
        }
    }

    private void Report(IReadOnlyList<RuleDiagnostic> mistakes)
    {
        var inForce = _ofFile is { } table ? $"{table.Routes.Count} routes of {File} are in force" : "the routes made in the API stay in force";
        var more = mistakes.Count > 1 ? $" (and {mistakes.Count - 1} more)" : "";
        _health.Report(
            HealthParts.Routes,
            mistakes.Count == 0 ? HealthState.Healthy : HealthState.Degraded,
            mistakes.Count == 0 ? inForce : $"{mistakes[0]}{more}; {inForce}");
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Mistake}")]
    private partial void RouteFileRefused(RuleDiagnostic mistake);

    private sealed record StoredTable(long Number, RouteTable Table);
}
