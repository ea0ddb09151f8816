namespace Vespid.Embedded.Engine;

/// <summary>The requests an activation cannot start yet, oldest first. Used in turns only.</summary>
internal struct WaitingRequests
{
    private Request? _first;
    private Request? _last;
    private int _overtaking;

    public readonly bool IsEmpty => _first is null;

    public void Add(Request request)
    {
        request.Next = null;
        if (_last is null)
        {
            _first = request;
        }
        else
        {
            _last.Next = request;
        }

        _last = request;
        _overtaking += MayOvertake(request) ? 1 : 0;
    }

    /// <summary>Takes the oldest request that may start; requests that may interleave overtake those that may not.</summary>
    public Request? TakeFirst(Activation activation)
    {
        Request? before = null;
        for (var request = _first; request is not null; before = request, request = (Request?)request.Next)
        {
            if (activation.MayStart(request))
            {
                Unlink(before, request);
                return request;
            }

            // What blocks this one blocks all plain requests behind it.
            if (_overtaking == 0)
            {
                return null;
            }
        }

        return null;
    }

    public Request? TakeFirst()
    {
        var request = _first;
        if (request is not null)
        {
            Unlink(null, request);
        }

        return request;
    }

    private static bool MayOvertake(Request request) => request.IsReadOnly || request.MayAlwaysInterleave;

    private void Unlink(Request? before, Request request)
    {
        var after = (Request?)request.Next;
        if (before is null)
        {
            _first = after;
        }
        else
        {
            before.Next = after;
        }

        if (ReferenceEquals(_last, request))
        {
            _last = before;
        }

        request.Next = null;
        _overtaking -= MayOvertake(request) ? 1 : 0;
    }
}
