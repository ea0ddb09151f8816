using Orleans.Concurrency;

namespace Vespid.GrainInterfaces.Platforms;

/// <summary>
/// One bot identity: its updates, cursor, back-off and send budget. Key: <c>telegram:&lt;bot id&gt;</c>, else the account id.
/// </summary>
[Alias("vespid.platform-connection")]
public interface IPlatformConnectionGrain : IGrainWithStringKey
{
    /// <summary>One poll: fetch, commit what came, then store the offset. Called by the read loop; never two at a time.</summary>
    /// <returns>How long to wait before the next one.</returns>
    [ResponseTimeout("00:01:30")]
    [Alias("poll")]
    Task<TimeSpan> Poll(Guid accountId, CancellationToken cancellationToken);

    /// <summary>Takes a place in the bot's send budget.</summary>
    /// <returns>How long to wait before sending; zero when now.</returns>
    [AlwaysInterleave]
    [Alias("reserve-send")]
    Task<TimeSpan> ReserveSend(string conversationId);

    /// <summary>The platform asked for silence: nobody sends for this bot until then.</summary>
    [AlwaysInterleave]
    [Alias("hold")]
    Task Hold(TimeSpan retryAfter);
}
