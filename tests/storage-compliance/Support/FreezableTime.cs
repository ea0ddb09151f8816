namespace Vespid.Tests.Storage.Support;

/// <summary>The system's time, whose timers can be held back as if the process were paused.</summary>
internal sealed class FreezableTime : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Action> _heldBack = [];
    private bool _isFrozen;

    public void Freeze()
    {
        lock (_lock)
            _isFrozen = true;
    }

    public void Thaw()
    {
        List<Action> due;
        lock (_lock)
        {
            _isFrozen = false;
            due = [.. _heldBack];
            _heldBack.Clear();
        }

        foreach (var callback in due)
            callback();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(
        value =>
        {
            lock (_lock)
            {
                if (_isFrozen)
                {
                    _heldBack.Add(() => callback(value));
                    return;
                }
            }

            callback(value);
        },
        state, dueTime, period);
}
