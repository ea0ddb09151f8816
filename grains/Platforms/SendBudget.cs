namespace Vespid.Grains.Platforms;

/// <summary>
/// When a bot may send next: so many messages a second in all, one a second to a conversation, none while the platform asked for silence.
/// Figures: core.telegram.org/bots/faq, "My bot is hitting limits".
/// </summary>
/// <param name="perSecond">Messages a second in all.</param>
/// <param name="conversationInterval">Time between messages to one conversation, after a short burst.</param>
internal sealed class SendBudget(int perSecond, TimeSpan conversationInterval)
{
    private const int MostConversations = 10_000;

    /// <summary>A short burst to one conversation is tolerated: the parts of one long reply.</summary>
    private const int Burst = 3;

    private readonly TimeSpan _interval = TimeSpan.FromSeconds(1.0 / perSecond);
    private readonly Dictionary<string, TimeSpan> _nextOfConversation = new(StringComparer.Ordinal);
    private TimeSpan _next;
    private TimeSpan _silentUntil;

    /// <summary>Takes a place at <paramref name="now"/>, or says how long to wait before asking again; a wait takes no place.</summary>
    /// <param name="conversation">Conversation.</param>
    /// <param name="now">Monotonic time.</param>
    public TimeSpan Reserve(string conversation, TimeSpan now)
    {
        var ofConversation = _nextOfConversation.GetValueOrDefault(conversation);
        var free = Later(Later(_next, _silentUntil), ofConversation - (Burst * conversationInterval));
        if (free > now)
            return free - now;

        _next = now + _interval;
        if (_nextOfConversation.Count >= MostConversations)
            Forget(now);
        _nextOfConversation[conversation] = Later(ofConversation, now) + conversationInterval;
        return TimeSpan.Zero;
    }

    /// <summary>Nobody sends until then.</summary>
    public void Hold(TimeSpan retryAfter, TimeSpan now) => _silentUntil = Later(_silentUntil, now + retryAfter);

    private void Forget(TimeSpan now)
    {
        foreach (var (conversation, next) in _nextOfConversation)
        {
            if (next <= now)
                _nextOfConversation.Remove(conversation);
        }
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
