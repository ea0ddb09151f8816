namespace Vespid.Embedded.Engine;

/// <summary>Calls whose callers wait, in lists by processor so that callers rarely meet on a lock.</summary>
internal sealed class InFlightCalls
{
    private readonly Stripe[] _stripes =
        [.. Enumerable.Range(0, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount)).Select(static _ => new Stripe())];

    public long Sent => _stripes.Sum(static stripe => Volatile.Read(ref stripe.Sent));

    public long Count => _stripes.Sum(static stripe => Volatile.Read(ref stripe.Count));

    /// <summary>Counts a call that nobody waits for.</summary>
    public void CountOneWay()
    {
        var stripe = _stripes[Thread.GetCurrentProcessorId() & (_stripes.Length - 1)];
        lock (stripe.Gate)
        {
            stripe.Sent++;
        }
    }

    public void Add(GrainCall call)
    {
        var index = Thread.GetCurrentProcessorId() & (_stripes.Length - 1);
        var stripe = _stripes[index];
        call.Stripe = index;
        lock (stripe.Gate)
        {
            stripe.Sent++;
            stripe.Count++;
            call.NextInFlight = stripe.First;
            stripe.First?.PreviousInFlight = call;
            stripe.First = call;
        }
    }

    public void Remove(GrainCall call)
    {
        var stripe = _stripes[call.Stripe];
        lock (stripe.Gate)
        {
            stripe.Count--;
            if (call.PreviousInFlight is { } previous)
            {
                previous.NextInFlight = call.NextInFlight;
            }
            else
            {
                stripe.First = call.NextInFlight;
            }

            call.NextInFlight?.PreviousInFlight = call.PreviousInFlight;
            call.PreviousInFlight = call.NextInFlight = null;
        }
    }

    /// <summary>The calls whose deadline is not after <paramref name="now"/>; they stay listed until they are completed.</summary>
    public List<GrainCall> Overdue(long now)
    {
        List<GrainCall> overdue = [];
        foreach (var stripe in _stripes)
        {
            lock (stripe.Gate)
            {
                for (var call = stripe.First; call is not null; call = call.NextInFlight)
                {
                    if (call.Deadline <= now)
                    {
                        overdue.Add(call);
                    }
                }
            }
        }

        // Which list a call is in is an accident of the processor; a simulation must see one order.
        overdue.Sort(static (one, other) => (one.Deadline, one.Reference.GrainId).CompareTo((other.Deadline, other.Reference.GrainId)));
        return overdue;
    }

    private sealed class Stripe
    {
        public readonly Lock Gate = new();
        public GrainCall? First;
        public long Sent;
        public long Count;
    }
}
