using System.Collections.Concurrent;
using System.Globalization;

namespace Vespid.Channels;

/// <summary>
/// What Discord's answers said of the next call: a used-up bucket waits here instead of being asked, since refused calls count towards a ban. Source:
/// docs.discord.com/developers/topics/rate-limits.
/// </summary>
internal sealed class DiscordBuckets(TimeProvider time)
{
    private const int MostRemembered = 10_000;
    private const double LongestSeconds = 86_400;
    private readonly ConcurrentDictionary<(string Bot, string Channel), DateTimeOffset> _closedUntil = new();

    /// <summary>How long the channel's bucket, or the bot's whole allowance, stays closed; null when it is open.</summary>
    public TimeSpan? WaitOf(string token, string channel)
    {
        var (now, bot) = (time.GetUtcNow(), Connections.Fingerprint(token));
        var until = Until(bot, channel) is var own && Until(bot, "") is var all && own > all ? own : all;
        return until > now ? until - now : null;
    }

    public void Note(string token, string channel, PostResult.Answered answer)
    {
        if (answer.Header("x-ratelimit-remaining") != "0" || SecondsOf(answer.Header("x-ratelimit-reset-after")) is not { } seconds)
        {
            if (answer.Status != 429 || answer.RetryAfter is not { } given)
                return;
            seconds = given.TotalSeconds;
        }

        if (_closedUntil.Count >= MostRemembered)
            Forget();
        if (_closedUntil.Count >= MostRemembered)
            return;
        var global = answer.Header("x-ratelimit-global") is not null;
        _closedUntil[(Connections.Fingerprint(token), global ? "" : channel)] = time.GetUtcNow().AddSeconds(seconds);
    }

    private DateTimeOffset Until(string bot, string channel) => _closedUntil.GetValueOrDefault((bot, channel));

    private void Forget()
    {
        var now = time.GetUtcNow();
        foreach (var (key, until) in _closedUntil)
        {
            if (until <= now)
                _closedUntil.TryRemove(new(key, until));
        }
    }

    private static double? SecondsOf(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds)
            ? Math.Clamp(seconds, 0, LongestSeconds) : null;
}
