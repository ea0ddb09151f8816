namespace Vespid.GrainInterfaces.Channels;

/// <summary>What became of one inbound message.</summary>
/// <param name="Accepted">Whether it was let in.</param>
/// <param name="Reason">Reason code; see <see cref="ReasonCodes"/>.</param>
/// <param name="SessionRouted">Whether its text became a turn of a session.</param>
/// <param name="WorkflowsTriggered">Runs that are durably queued for it.</param>
/// <param name="MessageId">Its row; null when nothing was stored.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.inbound-outcome")]
public sealed record InboundOutcome(
    [property: Id(0)] bool Accepted,
    [property: Id(1)] string Reason,
    [property: Id(2)] bool SessionRouted,
    [property: Id(3)] int WorkflowsTriggered,
    [property: Id(4)] Guid? MessageId = null)
{
    public static InboundOutcome Refused(string reason) => new(false, reason, false, 0);
}
