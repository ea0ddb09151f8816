using System.Collections.Immutable;
using Vespid.GrainInterfaces.Control;

namespace Vespid.GrainInterfaces.Edges;

/// <summary>
/// One edge; its key is the node id. Calls of the agent carry the SHA-256 of the bearer, which is compared here: 401 <c>invalid_token</c>,
/// 410 <c>node_retired</c>.
/// </summary>
[Alias("vespid.edge")]
public interface IEdgeGrain : IGrainWithStringKey
{
    /// <summary>Takes a report: detects transitions and commits them with the state. 422 <c>schema_unsupported</c>, 429 <c>too_many_requests</c>.</summary>
    [Alias("report")]
    Task<Outcome<ReportAnswer>> Report(byte[] tokenHash, EdgeReport report);

    /// <summary>One probe of an old agent.</summary>
    /// <returns>Warnings.</returns>
    [Alias("channel-health")]
    Task<Outcome<ImmutableArray<string>>> ChannelHealth(byte[] tokenHash, ChannelProbe probe, string? installerVersion);

    /// <summary>What another edge saw of this one. The token names the prober: 401 <c>invalid_token</c>, 403 <c>node_mismatch</c>.</summary>
    [Alias("peer-health")]
    Task<Refusal?> PeerHealth(string crossProbeToken, PeerProbe probe);

    [Alias("heartbeat")]
    Task<Refusal?> Heartbeat(byte[] tokenHash);

    /// <summary>The node configuration; marks its epoch as issued.</summary>
    [Alias("config")]
    Task<Outcome<EdgeDocument>> Config(byte[] tokenHash);

    /// <summary>Part of what the edge shares with others: 503 <c>not_provisioned</c> or 404 where there is none.</summary>
    [Alias("shared")]
    Task<Outcome<EdgeDocument>> Shared(byte[] tokenHash, SharedPart part);

    /// <summary>What became of an epoch. 409 <c>epoch_not_issued</c>.</summary>
    [Alias("applied")]
    Task<Refusal?> Applied(byte[] tokenHash, EpochResult result);

    /// <summary>Takes up again after a re-installation. 409 <c>identity_mismatch</c> naming the fields.</summary>
    [Alias("reattach")]
    Task<Outcome<EdgeDocument>> Reattach(byte[] tokenHash, ReattachEdge command);

    /// <summary>Leaves for good; the bearer's word.</summary>
    [Alias("deregister")]
    Task<Refusal?> Deregister(byte[] tokenHash);

    /// <summary>Somebody named this edge with a bearer that is not its own.</summary>
    [Alias("note-rejected")]
    Task NoteRejected();

    /// <summary>Looks whether it has been silent too long; wakes come from the watch and may come too often.</summary>
    [Alias("check")]
    Task Check();

    /// <summary>Takes it out of service for good; an operator's word.</summary>
    [Alias("retire")]
    Task<Refusal?> Retire(Actor actor);

    /// <summary>Queues a command for the next answer: <c>refresh_config</c>, <c>probe_now</c>, <c>set_interval</c>.</summary>
    /// <returns>Its id.</returns>
    [Alias("command")]
    Task<Outcome<string>> Command(string type, string? argument, Actor actor);

    /// <summary>While held nothing of it is announced, only recorded.</summary>
    [Alias("hold")]
    Task<Refusal?> Hold(bool held, string? reason, Actor actor);

    /// <summary>A new service token, shown this once.</summary>
    /// <param name="overlap">How long the one before it still holds; zero ends it at once.</param>
    /// <param name="actor">Who.</param>
    [Alias("rotate-token")]
    Task<Outcome<string>> RotateToken(TimeSpan overlap, Actor actor);

    /// <summary>
    /// A new service token that the edge gets with the answer to its next report. The one before it holds until the edge has taken the new one, at most
    /// seven days. While one is on its way there is no other.
    /// </summary>
    /// <returns>Id of the command that brings it.</returns>
    [Alias("deliver-token")]
    Task<Outcome<string>> DeliverToken(Actor actor);

    /// <summary>Lets the next re-attachment bring other keys.</summary>
    [Alias("allow-new-identity")]
    Task<Refusal?> AllowNewIdentity(Actor actor);

    /// <summary>Issues what an earlier epoch said as a new one.</summary>
    /// <returns>The new epoch.</returns>
    [Alias("roll-back")]
    Task<Outcome<long>> RollBack(long epoch, Actor actor);

    /// <summary>What two epochs differ in, secrets masked; null compares the desired with the one before it.</summary>
    [Alias("diff")]
    Task<Outcome<ImmutableArray<ConfigDifference>>> Diff(long? from, long? to);

    /// <summary>One epoch with secrets masked; null for the desired one.</summary>
    [Alias("masked-config")]
    Task<Outcome<EdgeDocument>> MaskedConfig(long? epoch);

    /// <summary>What is known of it now; null when there is no such edge.</summary>
    [Alias("view")]
    Task<EdgeView?> View();
}
