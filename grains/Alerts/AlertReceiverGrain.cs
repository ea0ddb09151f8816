using Microsoft.Extensions.Options;
using Vespid.GrainInterfaces.Alerts;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.Audit;
using Vespid.Grains.Delivery;
using Vespid.Grains.Edges;
using Vespid.Grains.Runtime;
using Vespid.Storage.Commits;
using Vespid.Storage.Edges;
using Vespid.Storage.Entities;
using Vespid.Storage.Lease;
using Vespid.Storage.Rows;
using Vespid.Storage.State;

namespace Vespid.Grains.Alerts;

internal sealed class AlertReceiverGrain(
    [CommitState("alert-receiver")] ICommitState<AlertState> state,
    IAlertStore alerts,
    TestSends tests,
    AuditTrail audit,
    AlertMetrics metrics,
    IOptions<EdgeOptions> options,
    IWriterLease lease,
    TimeProvider clock,
    IIdSource ids) : Grain, IAlertReceiverGrain
{
    /// <summary>Open events of one decision. More than this at once are a fleet that falls; the rest comes with the next.</summary>
    private const int MostEvents = 20_000;

    private static readonly TimeSpan TimeToLive = TimeSpan.FromDays(1);

    private readonly StateGuard<AlertState> _guard = new(state, lease);

    private string Id => this.GetPrimaryKeyString();

    public async Task Wake()
    {
        await _guard.RenewAsync();
        var open = state.Value.Keys.Values.Where(key => key is { Firing: true, IncidentId: not null }).Select(key => key.IncidentId!.Value).Distinct().ToList();
        if (await alerts.ReadAsync(Id, open, MostEvents) is not { } inbox)
            return;
        var decision = AlertRules.Decide(inbox, state.Value, options.Value, ids);
        List<CommitRow> rows = [.. decision.Entries.Select(entry => RowOf(inbox.Receiver, entry))];
        rows.Add(new AlertAccounting(Id, decision.Accounts, decision.NextIn, Breakers.NotClosed(decision.State)));
        // Missed: an account was closed behind our back. Nothing was written; the next wake decides on what is there then.
        var committed = await state.CommitAsync(decision.State, [.. rows], [], inbox.Receiver.OrganizationId);
        if (committed.Status == CommitStatus.Applied)
            metrics.Decided(decision, inbox);
    }

    public async Task<Refusal?> Unpark(string? nodeId, Actor actor)
    {
        if (await alerts.ReceiverAsync(Id) is not { } receiver)
            return Refusal.NotFound("Receiver");
        await state.CommitAsync(
            Breakers.Unpark(state.Value, nodeId),
            [new ReceiverNudge(Id), audit.Of(receiver.OrganizationId, actor, "alert.unparked", "alert_receiver", Id, ("node", nodeId))],
            [],
            receiver.OrganizationId);
        return null;
    }

    public async Task<Outcome<ReceiverTestResult>> Test(Actor actor)
    {
        if (await alerts.ReceiverAsync(Id) is not { } receiver)
            return Refusal.NotFound("Receiver");
        var now = clock.GetUtcNow();
        var message = new AlertMessage
        {
            Message = $"Test message of Vespid to the receiver {Id}, asked for by {actor.Id ?? actor.Kind}.",
            Severity = Severities.Info,
            Alert = "TEST",
            Status = "firing",
            StartsAt = now,
            DedupeKey = AlertTexts.DedupeKey(Id, "TEST", null, now, "firing"),
        };
        var row = RowOf(receiver, new AlertEntry(ids.NewId(), AlertKinds.Test, Id, message));
        await state.CommitAsync(state.Value, [row, audit.Of(receiver.OrganizationId, actor, "alert.test_send", "alert_receiver", Id)], [], receiver.OrganizationId);
        var result = await tests.WaitAsync(receiver.OrganizationId, row.Id);
        return new ReceiverTestResult(result.Delivered, AlertOutboxSender.HopOf(result.ProviderMessageId), result.Status, result.Error);
    }

    private static OutboxRow RowOf(ReceiverRecord receiver, AlertEntry entry) => new(
        entry.Id, ReceiverRecord.LaneKeyOf(entry.ReceiverId), entry.Kind, receiver.OrganizationId, null, null, entry.Message.ToJson(), TimeToLive, null, null, null, null);
}
