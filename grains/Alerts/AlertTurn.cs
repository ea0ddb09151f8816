using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.Edges;
using Vespid.Storage.Edges;
using Vespid.Storage.Entities;

namespace Vespid.Grains.Alerts;

/// <summary>One decision of a receiver while it is made.</summary>
internal sealed class AlertTurn(AlertInbox inbox, AlertState state, EdgeOptions options, IIdSource ids)
{
    private readonly Dictionary<Guid, AlertAccount> _accounts = [];
    private readonly SortedDictionary<Guid, AlertEvent> _open = new(inbox.Events.ToDictionary(one => one.Id));

    public AlertInbox Inbox => inbox;

    public EdgeOptions Options => options;

    public DateTimeOffset Now => inbox.Now;

    public AlertState State { get; set; } = state;

    /// <summary>Events that nothing was decided about yet, oldest first.</summary>
    public IReadOnlyCollection<AlertEvent> Open => _open.Values;

    public List<AlertEntry> Entries { get; } = [];

    public IEnumerable<AlertAccount> Accounts => _accounts.Values;

    /// <summary>When to look again; null when nothing is waited for.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    /// <summary>Whether an event has its final account by now.</summary>
    public bool IsSettled(Guid id) => _accounts.TryGetValue(id, out var account) && account.How != AlertHow.Deferred;

    public void LookAt(DateTimeOffset at) => NextAt = NextAt is { } next && next < at ? next : at;

    /// <summary>Accounts for an event once and for all.</summary>
    public void Settle(AlertEvent one, string how, Guid? entry, string? reason = null)
    {
        _accounts[one.Id] = new AlertAccount(one.Id, how, entry, reason, TimeSpan.Zero);
        _open.Remove(one.Id);
    }

    /// <summary>Puts an event off; written once for each reason.</summary>
    public void Defer(AlertEvent one, string reason, DateTimeOffset until)
    {
        _open.Remove(one.Id);
        LookAt(until);
        if (!one.Deferred || one.Reason != reason)
            _accounts[one.Id] = new AlertAccount(one.Id, AlertHow.Deferred, null, reason, Positive(until - Now));
    }

    /// <summary>Leaves an event as it is until then.</summary>
    public void Wait(AlertEvent one, DateTimeOffset until)
    {
        _open.Remove(one.Id);
        LookAt(until);
    }

    public Guid Send(string kind, AlertMessage message, string? receiver = null)
    {
        var entry = new AlertEntry(ids.NewId(), kind, receiver ?? inbox.Receiver.Id, message);
        Entries.Add(entry);
        return entry.Id;
    }

    public KeyState? KeyOf(string key) => State.Keys.GetValueOrDefault(key);

    public void Put(string key, KeyState next) => State = State with { Keys = State.Keys.SetItem(key, next) };

    public void Put(string nodeId, BreakerState next) => State = State with { Breakers = State.Breakers.SetItem(nodeId, next) };

    public bool IsFiring(string nodeId, string alert) =>
        State.Keys.TryGetValue(EdgeKeys.Of(nodeId, alert), out var key) && key.Firing && key.Alert == alert;

    private static TimeSpan Positive(TimeSpan span) => span > TimeSpan.Zero ? span : TimeSpan.Zero;
}
