using System.Runtime.InteropServices;

namespace Vespid.Grains.Channels;

/// <summary>
/// Turns messages away while their conversation has more waiting than it can store in time. A conversation takes one message after the
/// other: without this, a vendor that repeats what was not answered in time would keep it busy with messages nobody waits for any more.
/// </summary>
internal sealed class ConversationGate(TimeProvider clock)
{
    /// <summary>As many may always wait: a burst is no congestion.</summary>
    private const int AlwaysAdmitted = 8;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue> _queues = [];

    /// <param name="conversation">Key of the conversation.</param>
    /// <param name="patience">How long the caller would wait.</param>
    /// <returns>False when at the present pace its turn would come after half the caller's patience.</returns>
    public bool TryEnter(string conversation, TimeSpan patience)
    {
        lock (_lock)
        {
            ref var queue = ref CollectionsMarshal.GetValueRefOrAddDefault(_queues, conversation, out _);
            if (queue.Waiting >= AlwaysAdmitted && queue.Waiting * queue.Pace > patience / 2)
                return false;
            if (queue.Waiting++ == 0)
                queue.Since = clock.GetTimestamp();
            return true;
        }
    }

    /// <summary>To be called once for each that entered, when the conversation is done with it, not when its caller has gone.</summary>
    public void Leave(string conversation)
    {
        lock (_lock)
        {
            ref var queue = ref CollectionsMarshal.GetValueRefOrNullRef(_queues, conversation);
            var now = clock.GetTimestamp();
            queue.Pace = clock.GetElapsedTime(queue.Since, now);
            queue.Since = now;
            if (--queue.Waiting == 0)
                _queues.Remove(conversation);
        }
    }

    /// <summary>Who waits; since when the first of them is being looked after; how long the one before took.</summary>
    private record struct Queue(int Waiting, long Since, TimeSpan Pace);
}
