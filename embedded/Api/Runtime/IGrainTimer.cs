namespace Orleans.Runtime;

/// <summary>A timer of an activation. It ends when disposed and with its activation.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets new times; an infinite due time stops the timer, an infinite period makes it tick once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A time is negative and not infinite, or longer than a timer can wait.</exception>
    void Change(TimeSpan dueTime, TimeSpan period);
}
