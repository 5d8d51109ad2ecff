namespace Gateway.Alerting.Rules.Reading;

/// <summary>Gathers what is wrong with the rules of one text.</summary>
internal sealed class RuleMistakes(string? file)
{
    private readonly List<RuleDiagnostic> _found = [];

    public string? File => file;

    public IReadOnlyList<RuleDiagnostic> Found => _found;

    public void Add(LocatedJson at, string message) => Add(at.Line, at.Column, at.Path, message);

    public void Add(int line, int column, string path, string message) => _found.Add(new(file, line, column, path, message));
}
