namespace Vespid.Channels;

/// <summary>Servers end connections that flood: a few lines at once, then one each two seconds. Not safe for use by several at a time.</summary>
internal sealed class IrcBucket(TimeProvider time)
{
    private const int Burst = 5;
    private static readonly TimeSpan PerLine = TimeSpan.FromSeconds(2);
    private double _tokens = Burst;
    private long _at = time.GetTimestamp();

    /// <summary>Takes the lines of one message, in advance if need be; else says when to come back.</summary>
    public bool TryTake(int lines, out TimeSpan wait)
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(Burst, _tokens + (time.GetElapsedTime(_at, now) / PerLine));
        _at = now;
        wait = _tokens >= 1 ? TimeSpan.Zero : PerLine * (1 - _tokens);
        if (wait > TimeSpan.Zero)
            return false;
        _tokens -= lines;
        return true;
    }
}
