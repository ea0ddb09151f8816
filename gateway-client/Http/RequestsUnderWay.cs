namespace Vespid.Gateway.Http;

/// <summary>Counts requests, so that stopping can wait for them; closed, it lets in no more.</summary>
internal sealed class RequestsUnderWay
{
    private readonly TaskCompletionSource _none = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private volatile bool _isClosed;

    /// <summary>Counts a request in; false when none is taken any more. Each that is in must <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        // Counted before it is asked, so that whoever closes sees it or it sees that it is closed.
        Interlocked.Increment(ref _count);
        if (!_isClosed)
            return true;
        Leave();
        return false;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _count) == 0 && _isClosed)
            _none.TrySetResult();
    }

    /// <summary>Lets in no more, and ends when the last that is in has left.</summary>
    public Task CloseAsync()
    {
        _isClosed = true;
        if (Volatile.Read(ref _count) == 0)
            _none.TrySetResult();
        return _none.Task;
    }
}
