using Vespid.Channels;
using Vespid.GrainInterfaces.Determinism;

namespace Vespid.Grains.Platforms;

/// <summary>What a poll that brought nothing means for the connection.</summary>
/// <param name="Wait">Before the next poll.</param>
/// <param name="Status">Account status to show; null leaves it.</param>
/// <param name="Error">Why.</param>
internal readonly record struct PollPlan(TimeSpan Wait, string? Status, string? Error)
{
    private const int Unauthorized = 401;
    private const int NotFound = 404;
    private const int Conflict = 409;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    /// <summary>A wrong token is not asked about often, lest the bot be banned; an operator's change starts the connection anew.</summary>
    private static readonly TimeSpan WhileRefused = TimeSpan.FromMinutes(5);

    /// <summary>After <paramref name="failures"/> failures in a row: doubling with jitter up to a minute.</summary>
    public static PollPlan After(TelegramAnswer<IReadOnlyList<TelegramUpdate>> answer, int failures, IChance chance) => answer switch
    {
        TelegramAnswer<IReadOnlyList<TelegramUpdate>>.Refused { Code: Unauthorized or NotFound } refused => new(WhileRefused, "error", refused.Description),
        TelegramAnswer<IReadOnlyList<TelegramUpdate>>.Refused { Code: Conflict } refused => new(LongestWait, "error", refused.Description),
        TelegramAnswer<IReadOnlyList<TelegramUpdate>>.Refused refused => new(BackOff(failures, refused.RetryAfter, chance), "degraded", refused.Description),
        TelegramAnswer<IReadOnlyList<TelegramUpdate>>.NotSent away => new(BackOff(failures, null, chance), "degraded", away.Error),
        TelegramAnswer<IReadOnlyList<TelegramUpdate>>.Lost lost => new(BackOff(failures, null, chance), "degraded", lost.Error),
        _ => new(TimeSpan.Zero, null, null),
    };

    private static TimeSpan BackOff(int failures, TimeSpan? retryAfter, IChance chance) =>
        Delivery.RetrySchedule.Delay(failures, FirstWait, LongestWait, retryAfter, chance);
}
