namespace Vespid.Embedded.Engine;

/// <summary>Time since the engine was made, to the precision of its sweep: good enough for idleness and time-outs, and free to read.</summary>
internal sealed class CoarseClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private long _now;

    /// <summary>Milliseconds.</summary>
    public long Now => Volatile.Read(ref _now);

    public void Update() => Volatile.Write(ref _now, (long)time.GetElapsedTime(_start).TotalMilliseconds);

    public long After(TimeSpan span) => span >= TimeSpan.FromDays(3650) ? long.MaxValue : Now + (long)span.TotalMilliseconds;
}
