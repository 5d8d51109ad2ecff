namespace Gateway.Alerting.Rules.Reading;

/// <summary>Gathers what is wrong with the rules of one text.</summary>
internal sealed class RuleMistakes(string? file)
{
    /// <summary>Nobody reads more; a text that holds something else altogether would have one for every value.</summary>
    private const int MostShown = 100;

    private readonly List<RuleDiagnostic> _shown = [];

    public string? File => file;

    /// <summary>How many there are, shown or not.</summary>
    public int Count { get; private set; }

    public IReadOnlyList<RuleDiagnostic> Found => Count == _shown.Count
        ? _shown
        : [.. _shown, new(file, _shown[^1].Line, _shown[^1].Column, "", $"and {Count - _shown.Count} more mistakes after this one")];

    public void Add(LocatedJson at, string message) => Add(at.Line, at.Column, at.Path, message);

    public void Add(int line, int column, string path, string message)
    {
        Count++;
        if (_shown.Count < MostShown)
        {
            _shown.Add(new(file, line, column, path, message));
        }
    }
}
