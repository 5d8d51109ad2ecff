namespace Gateway.Alerting.Rules.Reading;

/// <summary>A JSON text spells something that no text can hold, such as half of a surrogate pair.</summary>
internal sealed class NotUnicodeException(SourcePosition at) : Exception("holds a text that is no Unicode, such as half of a surrogate pair")
{
    public SourcePosition At => at;
}
