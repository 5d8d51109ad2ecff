using System.Text;
using Gateway.Dialects.Json;

namespace Gateway.Dialects;

/// <summary>
/// Reads what a request says about itself while its body passes, in pieces cut anywhere. Memory is bounded whatever the size:
/// a few captured names, the beginning of the prompt, and offsets. Not thread-safe; never throws on malformed input.
/// </summary>
/// <param name="withText">Keep the beginning of the prompt, for an estimate. Several times as much work.</param>
internal sealed class RequestReader(bool withText = true) : JsonScanner
{
    private const int MaxTags = 32;

    private readonly RequestCapture _capture = new();
    private readonly RequestText _text = new();
    private RequestMember _member;
    private RequestTarget _target;
    private List<string>? _tags;
    private string? _model;
    private bool? _stream;
    private string? _user;
    private string? _liteLlmUser;
    private string? _metadataUser;
    private string? _safetyIdentifier;
    private long? _objectStart;
    private StreamOptionsPosition? _options;
    private StreamOptionsPosition? _openOptions;

    /// <summary>What was learnt so far; everything once the body has passed.</summary>
    public RequestReading Finish() => new()
    {
        Model = _model,
        Stream = _stream,
        User = _user ?? _liteLlmUser ?? _metadataUser ?? _safetyIdentifier,
        Tags = _tags?.ToArray() ?? [],
        Input = _text.Sample,
        StreamOptions = _options,
        BodyObjectStart = _objectStart,
        Complete = Complete,
        Broken = Broken,
    };

    protected override JsonTake OnValue(JsonKind kind)
    {
        _target = RequestTarget.None;
        return Depth switch
        {
            0 => OnRoot(kind),
            1 => OnMember(kind),
            2 when _member == RequestMember.StreamOptions => OnStreamOption(kind),
            2 when _member is RequestMember.Metadata or RequestMember.LiteLlmMetadata => OnMetadata(kind),
            3 when _member == RequestMember.Metadata => kind == JsonKind.String ? Capture(RequestTarget.Tag) : JsonTake.Skip,
            _ when _member == RequestMember.Text => OnPrompt(kind),
            _ => JsonTake.Skip,
        };
    }

    protected override void OnText(ReadOnlySpan<byte> utf8)
    {
        if (_target == RequestTarget.Prompt)
        {
            _text.Append(utf8);
            OnlyCountsText = _text.IsFull;
        }
        else
        {
            _capture.Append(utf8);
        }
    }

    protected override void OnTextPassed(int utf8Length) => _text.Skip(utf8Length);

    protected override void OnRaw(ReadOnlySpan<byte> json) => _capture.Append(json);

    protected override void OnEnd(long end)
    {
        if (_target != RequestTarget.None)
        {
            Store(end);
            _target = RequestTarget.None;
        }

        if (Depth == 1 && _member == RequestMember.StreamOptions && _openOptions is { } options)
        {
            _options = options with { ValueEnd = end };
            _openOptions = null;
        }
    }

    private JsonTake OnRoot(JsonKind kind)
    {
        if (kind != JsonKind.Object)
        {
            GiveUp();
            return JsonTake.Skip;
        }

        _objectStart = ValueOffset + 1;
        return JsonTake.Descend;
    }

    private JsonTake OnMember(JsonKind kind)
    {
        _member = RequestMembers.Identify(Key);
        return (_member, kind) switch
        {
            (RequestMember.Model, JsonKind.String) => Capture(RequestTarget.Model),
            (RequestMember.User, JsonKind.String) => Capture(RequestTarget.User),
            (RequestMember.SafetyIdentifier, JsonKind.String) => Capture(RequestTarget.SafetyIdentifier),
            (RequestMember.Stream, JsonKind.Scalar) => Capture(RequestTarget.Stream, JsonTake.Raw),
            (RequestMember.StreamOptions, _) => OnStreamOptions(kind),
            (RequestMember.Metadata or RequestMember.LiteLlmMetadata, JsonKind.Object) => JsonTake.Descend,
            (RequestMember.Text, _) => OnPrompt(kind),
            _ => JsonTake.Skip,
        };
    }

    private JsonTake OnStreamOptions(JsonKind kind)
    {
        var isObject = kind == JsonKind.Object;
        _openOptions = new(isObject ? ValueOffset + 1 : null, ValueOffset, ValueOffset, IsNull: false, IsEmpty: true, null, null, null);
        return isObject ? JsonTake.Descend
            : kind == JsonKind.Scalar ? Capture(RequestTarget.StreamOptions, JsonTake.Raw)
            : JsonTake.Skip;
    }

    private JsonTake OnStreamOption(JsonKind kind)
    {
        _openOptions = _openOptions! with { IsEmpty = false };
        if (!Key.SequenceEqual("include_usage"u8))
        {
            return JsonTake.Skip;
        }

        _openOptions = _openOptions with { IncludeUsageStart = ValueOffset, IncludeUsageEnd = null, IncludeUsage = null };
        return Capture(RequestTarget.IncludeUsage, kind == JsonKind.Scalar ? JsonTake.Raw : JsonTake.Skip);
    }

    private JsonTake OnMetadata(JsonKind kind) => (_member, kind) switch
    {
        (RequestMember.LiteLlmMetadata, JsonKind.String) when Key.SequenceEqual("user"u8) => Capture(RequestTarget.LiteLlmUser),
        (RequestMember.Metadata, JsonKind.String) when Key.SequenceEqual("user_id"u8) => Capture(RequestTarget.MetadataUser),
        (RequestMember.Metadata, JsonKind.Array) when Key.SequenceEqual("tags"u8) => JsonTake.Descend,
        _ => JsonTake.Skip,
    };

    private JsonTake OnPrompt(JsonKind kind)
    {
        if (!withText || kind == JsonKind.Scalar || RequestMembers.IsNoText(Key))
        {
            return JsonTake.Skip;
        }

        if (kind != JsonKind.String)
        {
            return JsonTake.Descend;
        }

        _text.Begin();
        _target = RequestTarget.Prompt;
        return JsonTake.Text;
    }

    private JsonTake Capture(RequestTarget target, JsonTake take = JsonTake.Text)
    {
        _capture.Clear();
        _target = target;
        return take;
    }

    private void Store(long end)
    {
        switch (_target)
        {
            case RequestTarget.Prompt:
                _text.End();
                break;
            case RequestTarget.Model:
                _model = _capture.Text ?? _model;
                break;
            case RequestTarget.User:
                _user = _capture.Text;
                break;
            case RequestTarget.LiteLlmUser:
                _liteLlmUser = _capture.Text;
                break;
            case RequestTarget.MetadataUser:
                _metadataUser = _capture.Text;
                break;
            case RequestTarget.SafetyIdentifier:
                _safetyIdentifier = _capture.Text;
                break;
            case RequestTarget.Tag when (_tags?.Count ?? 0) < MaxTags && _capture.Text is { } tag:
                (_tags ??= []).Add(tag);
                break;
            case RequestTarget.Stream:
                _stream = _capture.Flag;
                break;
            case RequestTarget.StreamOptions:
                _openOptions = _openOptions! with { IsNull = _capture.Text == "null" };
                break;
            case RequestTarget.IncludeUsage:
                _openOptions = _openOptions! with { IncludeUsage = _capture.Flag, IncludeUsageEnd = end };
                break;
        }
    }
}
