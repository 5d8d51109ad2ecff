namespace Gateway.Alerting.Delivery.Messages;

/// <summary>Makes a whole message fit: takes facts away, then words, until it does.</summary>
internal static class Fit
{
    /// <param name="announcement">What to say.</param>
    /// <param name="render">How the medium says it.</param>
    /// <param name="size">What the receiver counts.</param>
    /// <param name="most">How much of that it takes.</param>
    /// <returns>The fullest rendering that fits, or the barest when none does.</returns>
    public static T To<T>(Announcement announcement, Func<Announcement, T> render, Func<T, int> size, int most)
    {
        var rendered = render(announcement);
        while (size(rendered) > most && announcement.Lighter() is { } lighter)
        {
            announcement = lighter;
            rendered = render(announcement);
        }

        return rendered;
    }
}
