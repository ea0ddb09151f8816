namespace Vespid.Grains.Edges;

/// <summary>One report in two seconds, and a few more at once when something changes.</summary>
internal sealed class ReportBudget(TimeProvider clock)
{
    private const int Burst = 5;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    private double _left = Burst;
    private long _at = clock.GetTimestamp();

    public bool TryTake()
    {
        var now = clock.GetTimestamp();
        _left = Math.Min(Burst, _left + clock.GetElapsedTime(_at, now) / Pace);
        _at = now;
        if (_left < 1)
            return false;
        _left--;
        return true;
    }
}
