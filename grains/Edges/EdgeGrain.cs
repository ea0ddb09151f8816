using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Determinism;
using Vespid.GrainInterfaces.Edges;
using Vespid.Grains.Audit;
using Vespid.Grains.Runtime;
using Vespid.Storage.Commits;
using Vespid.Storage.Edges;
using Vespid.Storage.Lease;
using Vespid.Storage.Rows;
using Vespid.Storage.State;

namespace Vespid.Grains.Edges;

/// <remarks>What is decided is a turn: a new state and the events that follow. Both are one commit, or nothing happened.</remarks>
internal sealed partial class EdgeGrain(
    [CommitState("edge")] ICommitState<EdgeState> state,
    IEdgeStore edges,
    EdgeSecrets secrets,
    EdgeSightings sightings,
    EdgeBreakers breakers,
    EdgeMetrics metrics,
    AuditTrail audit,
    IOptions<EdgeOptions> options,
    IWriterLease lease,
    TimeProvider clock,
    IIdSource ids,
    IChance chance) : Grain, IEdgeGrain
{
    /// <summary>A change of the row by somebody else holds after this at the latest.</summary>
    private static readonly TimeSpan RowAge = TimeSpan.FromMinutes(5);

    private readonly StateGuard<EdgeState> _guard = new(state, lease);
    private readonly ReportBudget _budget = new(clock);
    private EdgeRecord? _edge;
    private long _edgeReadAt;

    /// <summary>The state with the counts that are not written; null when it has to be taken from what is.</summary>
    private EdgeState? _current;

    /// <summary>When it was last heard of, in <see cref="TimeProvider.GetTimestamp"/>.</summary>
    private long? _seenAt;

    /// <summary>The same by the clock on the wall, for people.</summary>
    private DateTimeOffset? _shownSeenAt;

    private string NodeId => this.GetPrimaryKeyString();

    private EdgeState Current => _current ??= state.Value;

    private TimeSpan Silence => _seenAt is { } at ? clock.GetElapsedTime(at)
        : _edge?.SeenAgo is { } ago ? ago + clock.GetElapsedTime(_edgeReadAt)
        : TimeSpan.Zero;

    private async ValueTask<EdgeRecord?> EdgeAsync()
    {
        if (await _guard.RenewAsync())
            (_current, _edge) = (null, null);
        if (_edge is not null && clock.GetElapsedTime(_edgeReadAt) < RowAge)
            return _edge;
        _edge = await edges.FindAsync(NodeId);
        _edgeReadAt = clock.GetTimestamp();
        if (_edge is null)
            DeactivateOnIdle();
        return _edge;
    }

    /// <summary>Admits the bearer of the edge's own token, or of the one before it during a rotation.</summary>
    private async ValueTask<Outcome<EdgeRecord>> AdmitAsync(byte[] tokenHash)
    {
        if (await EdgeAsync() is not { } edge)
            return EdgeRefusals.InvalidToken;
        var isCurrent = CryptographicOperations.FixedTimeEquals(edge.TokenHash, tokenHash);
        var isPrevious = edge is { PreviousTokenHash: { } previous, PreviousTokenUntil: { } until }
            && clock.GetUtcNow() < until && CryptographicOperations.FixedTimeEquals(previous, tokenHash);
        if (!isCurrent && !isPrevious)
            return EdgeRefusals.InvalidToken;
        return edge.IsRetired ? EdgeRefusals.NodeRetired : edge;
    }

    private void Sighted()
    {
        _seenAt = clock.GetTimestamp();
        _shownSeenAt = clock.GetUtcNow();
        sightings.Note(NodeId);
    }

    private EdgeTurn Turn(EdgeRecord edge, long? seq = null) => new(edge, Current, clock.GetUtcNow(), options.Value, ids, seq);

    /// <summary>Makes a turn durable, with further rows; a turn that was only a count stays in memory.</summary>
    private async Task CommitAsync(EdgeTurn turn, params ImmutableArray<CommitRow> more)
    {
        if (!turn.MustWrite && more.IsEmpty)
        {
            _current = turn.State;
            return;
        }

        // Whatever happens now, the next turn starts from what is durable.
        _current = null;
        var committed = await state.CommitAsync(turn.State, [.. turn.Events, NoteOf(turn), .. more], [], turn.Edge.OrganizationId);
        if (committed.Status != CommitStatus.Applied)
            throw new CommitUnavailableException($"The turn of the edge was not stored: {committed.Status}.");
        _current = turn.State;
        metrics.Moved(turn);
        await JudgeRollOutAsync(turn);
    }

    private static EdgeNoteRow NoteOf(EdgeTurn turn)
    {
        var (verdict, expected, healthy) = EdgeRules.Judge(turn.State, turn.Edge.ChannelsWanted);
        return new EdgeNoteRow
        {
            NodeId = turn.Edge.NodeId,
            Liveness = turn.State.Liveness,
            Verdict = verdict,
            UpstreamsExpected = expected,
            UpstreamsHealthy = healthy,
            EpochDesired = turn.State.EpochDesired,
            EpochIssued = turn.State.EpochIssued,
            EpochApplied = turn.State.EpochApplied,
            IntervalSeconds = turn.State.IntervalSeconds,
            AgentVersion = turn.State.AgentVersion,
            InstallerVersion = turn.State.InstallerVersion,
        };
    }
}
