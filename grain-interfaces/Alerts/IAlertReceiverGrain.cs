using Vespid.GrainInterfaces.Control;

namespace Vespid.GrainInterfaces.Alerts;

/// <summary>
/// Somebody who is told about edges; the key is the receiver's id. Accounts each event of the edges it covers exactly once, in the commit that
/// queues the message which names it.
/// </summary>
[Alias("vespid.alert-receiver")]
public interface IAlertReceiverGrain : IGrainWithStringKey
{
    /// <summary>Decides on what is open. Wakes come from the waker and may come too often.</summary>
    [Alias("wake")]
    Task Wake();

    /// <summary>Closes the circuit breaker of an edge, or of all.</summary>
    [Alias("unpark")]
    Task<Refusal?> Unpark(string? nodeId, Actor actor);

    /// <summary>Sends a test message and waits up to 10 s for its end.</summary>
    [Alias("test")]
    Task<Outcome<ReceiverTestResult>> Test(Actor actor);
}

/// <summary>What became of a test message.</summary>
/// <param name="Delivered">Whether somebody took it.</param>
/// <param name="Hop"><c>webhook</c> or <c>telegram</c>.</param>
/// <param name="Status">Lane status word.</param>
/// <param name="Error">The receiver's own words.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.receiver-test-result")]
public sealed record ReceiverTestResult([property: Id(0)] bool Delivered, [property: Id(1)] string? Hop, [property: Id(2)] string Status, [property: Id(3)] string? Error);
