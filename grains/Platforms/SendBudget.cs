namespace Vespid.Grains.Platforms;

/// <summary>
/// When a bot may send next: so many messages a second in all, one a second to a conversation, none while the platform asked for silence.
/// Figures: core.telegram.org/bots/faq, "My bot is hitting limits".
/// </summary>
internal sealed class SendBudget
{
    private const int MostConversations = 10_000;

    private static readonly TimeSpan BetweenMessages = TimeSpan.FromSeconds(1.0 / 30);
    private static readonly TimeSpan BetweenMessagesOfOneConversation = TimeSpan.FromSeconds(1);

    /// <summary>A short burst to one conversation is tolerated: the parts of one long reply.</summary>
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, TimeSpan> _nextOfConversation = new(StringComparer.Ordinal);
    private TimeSpan _next;
    private TimeSpan _silentUntil;

    /// <summary>Takes a place at <paramref name="now"/>, or says how long to wait before asking again; a wait takes no place.</summary>
    /// <param name="conversation">Conversation.</param>
    /// <param name="now">Monotonic time.</param>
    public TimeSpan Reserve(string conversation, TimeSpan now)
    {
        var ofConversation = _nextOfConversation.GetValueOrDefault(conversation);
        var free = Later(Later(_next, _silentUntil), ofConversation - Burst);
        if (free > now)
            return free - now;

        _next = now + BetweenMessages;
        if (_nextOfConversation.Count >= MostConversations)
            Forget(now);
        _nextOfConversation[conversation] = Later(ofConversation, now) + BetweenMessagesOfOneConversation;
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
