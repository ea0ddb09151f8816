using System.Collections.Concurrent;

namespace Vespid.Channels;

/// <summary>
/// Reply tokens of messages that just came: an answer with one is free of charge, once, and for a short time only. They are credentials, so that they are
/// kept in memory and nowhere else; without one the answer is pushed. Source: developers.line.biz/en/reference/messaging-api/#send-reply-message.
/// </summary>
internal sealed class LineReplyTokens(TimeProvider time)
{
    private const int MostKept = 20_000;
    private const int MaxLength = 256;

    /// <summary>LINE promises a minute from the delivery; the answer has to get there too.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(45);

    private readonly ConcurrentDictionary<(Guid Account, string Message), (string Token, DateTimeOffset Until)> _kept = new();

    public void Keep(Guid account, string message, string? token)
    {
        if (token is not { Length: <= MaxLength })
            return;
        if (_kept.Count >= MostKept)
            Forget();
        if (_kept.Count < MostKept)
            _kept[(account, message)] = (token, time.GetUtcNow() + Life);
    }

    /// <summary>The token, for one attempt; null when there is none, or not any more.</summary>
    public string? Take(Guid account, string? message) =>
        message is not null && _kept.TryRemove((account, message), out var kept) && kept.Until > time.GetUtcNow() ? kept.Token : null;

    private void Forget()
    {
        var now = time.GetUtcNow();
        foreach (var (key, kept) in _kept)
        {
            if (kept.Until <= now)
                _kept.TryRemove(new(key, kept));
        }
    }
}
