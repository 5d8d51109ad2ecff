namespace Gateway.Admin.Security;

/// <summary>
/// Bounds password guessing: per minute ten attempts from one address and a hundred in all.
/// The second bound also bounds the memory. Thread-safe.
/// </summary>
internal sealed class LoginAttempts(TimeProvider time)
{
    public const int PerAddress = 10;
    public const int InAll = 100;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _byAddress = [];
    private long _minute;
    private int _all;

    /// <returns>False when this attempt is one too many; try again in the next minute.</returns>
    public bool TryBegin(string address)
    {
        lock (_gate)
        {
            StartMinute();
            var soFar = _byAddress.GetValueOrDefault(address);
            if (soFar >= PerAddress || _all >= InAll)
            {
                return false;
            }

            _byAddress[address] = soFar + 1;
            _all++;
            return true;
        }
    }

    private void StartMinute()
    {
        var minute = time.GetUtcNow().ToUnixTimeSeconds() / 60;
        if (minute != _minute)
        {
            (_minute, _all) = (minute, 0);
            _byAddress.Clear();
        }
    }
}
