using Gateway.Alerting.History;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Delivery.Messages;

/// <summary>What a message tells.</summary>
public enum AnnouncementKind
{
    Opened,
    Repeated,
    Acknowledged,
    Resolved,
    Digest,
    Test,
}

/// <summary>
/// What a message says, in plain text and in order of importance: the one model that every channel renders for its medium. Texts hold no control
/// characters and are of bounded length, but are not escaped for anything: model names and labels in them are a stranger's words.
/// </summary>
public sealed record Announcement
{
    public required AnnouncementKind Kind { get; init; }

    /// <summary>The delivery's id: the same on every try.</summary>
    public required string Id { get; init; }

    /// <summary>What all messages about one alert share: its id. A digest and a test stand for themselves.</summary>
    public required string Key { get; init; }

    /// <summary>The moment it tells of.</summary>
    public required DateTimeOffset At { get; init; }

    public required AlertPriority Severity { get; init; }

    /// <summary>One line: "Critical: Budget Spike (model gpt-5.4)".</summary>
    public required string Title { get; init; }

    /// <summary>Title and sentence in one line, without saying the group twice.</summary>
    public required string Summary { get; init; }

    /// <summary>One line: what happened, with its numbers.</summary>
    public required string Sentence { get; init; }

    /// <summary>What the rule's author says it is about; may have several lines. Empty when there is nothing.</summary>
    public string About { get; init; } = "";

    /// <summary>Group, conditions, values, people, labels; the entries of a digest.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>Facts left out, here or by a digest that lists only the first.</summary>
    public int Omitted { get; init; }

    /// <summary>The alert's page, or the list of what a digest stands for; null without <c>Notifications:PublicUrl</c>.</summary>
    public Uri? Link { get; init; }

    /// <summary>http or https.</summary>
    public Uri? Runbook { get; init; }

    /// <summary>The name of this gateway.</summary>
    public required string Dashboard { get; init; }

    /// <summary>The alert, for receivers that keep alerts themselves; null for a digest.</summary>
    public Alert? Alert { get; init; }

    /// <summary>The messages of a digest, for receivers that keep alerts themselves.</summary>
    public IReadOnlyList<AlertMessage> Digested { get; init; } = [];

    /// <summary>How many facts are left when a tenth of them, at least one, is left out.</summary>
    private int Fewer => Facts.Count - Math.Max(1, Facts.Count / 10);

    /// <summary>The same with fewer facts, then with shorter texts; null when nothing is left to take away.</summary>
    public Announcement? Lighter() => this switch
    {
        { Facts.Count: > 0 } => this with { Facts = [.. Facts.Take(Fewer)], Omitted = Omitted + Facts.Count - Fewer },
        { About.Length: > 0 } => this with { About = "" },
        { Sentence.Length: > 200 } => this with { Sentence = Cut.To(Sentence, 200) },
        { Title.Length: > 100 } => this with { Title = Cut.To(Title, 100) },
        _ => null,
    };
}

/// <summary>A name with a value, one line each.</summary>
public sealed record Fact(string Name, string Value);
