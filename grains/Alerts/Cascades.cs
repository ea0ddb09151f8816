using System.Collections.Immutable;
using Vespid.Grains.Edges;
using Vespid.Storage.Edges;

namespace Vespid.Grains.Alerts;

/// <summary>When a whole site falls: one message instead of hundreds, and one when it is back.</summary>
internal static class Cascades
{
    private const string Reason = "cascade";
    private const int EdgesUntilHold = 3;
    private const int NamesInMessage = 40;
    private static readonly TimeSpan HoldWindow = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(120);

    public static void Apply(AlertTurn turn)
    {
        NoteFalls(turn);
        Join(turn);
        Hold(turn);
        if (turn.State.HeldSince is null)
            Judge(turn);
        foreach (var region in turn.State.Cascades.Keys.ToList())
            Follow(turn, region);
    }

    public static bool IsIn(AlertTurn turn, string region) => turn.State.Cascades.ContainsKey(region);

    private static void NoteFalls(AlertTurn turn)
    {
        // While it is waited for a verdict, that time does not count against those it is about.
        var since = turn.State.HeldSince ?? turn.Now;
        var falls = turn.State.Falls.RemoveAll(fall => since - fall.At > turn.Options.CascadeWindow).ToBuilder();
        var fallen = falls.Select(fall => fall.NodeId).ToHashSet(StringComparer.Ordinal);
        foreach (var one in turn.Open.Where(one => one.Firing && !one.Deferred))
        {
            if (one.Alert is EdgeAlerts.AllUpstreamsDown or EdgeAlerts.EdgeStale or EdgeAlerts.EdgeSilent
                && turn.Now - one.CreatedAt <= turn.Options.CascadeWindow && fallen.Add(one.NodeId))
            {
                falls.Add(new EdgeFall(one.NodeId, one.Label, one.Region, one.CreatedAt));
            }
        }

        turn.State = turn.State with { Falls = falls.ToImmutable() };
    }

    /// <summary>An edge that falls later in a region that has fallen.</summary>
    private static void Join(AlertTurn turn)
    {
        foreach (var fall in turn.State.Falls)
        {
            if (turn.State.Cascades.TryGetValue(fall.Region, out var cascade) && !cascade.Edges.ContainsKey(fall.NodeId))
                Put(turn, fall.Region, cascade with { Edges = cascade.Edges.Add(fall.NodeId, fall.Label) });
        }
    }

    private static void Hold(AlertTurn turn)
    {
        var falls = turn.State.Falls.Where(fall => !IsIn(turn, fall.Region)).OrderBy(fall => fall.At).ToList();
        if (turn.State.HeldSince is null)
        {
            var many = falls.Count >= EdgesUntilHold
                && Enumerable.Range(0, falls.Count - EdgesUntilHold + 1).Any(i => falls[i + EdgesUntilHold - 1].At - falls[i].At <= HoldWindow)
                && turn.Now - falls[^1].At < HoldWindow;
            if (!many)
                return;
            turn.State = turn.State with { HeldSince = turn.Now };
        }

        var quietAt = falls.Count == 0 ? turn.Now : falls[^1].At + HoldWindow;
        var verdictAt = Earlier(quietAt, turn.State.HeldSince.Value + LongestHold);
        if (turn.Now >= verdictAt)
            turn.State = turn.State with { HeldSince = null };
        else
            turn.LookAt(verdictAt);
    }

    private static void Judge(AlertTurn turn)
    {
        var falls = turn.State.Falls.Where(fall => !IsIn(turn, fall.Region) && IsDown(turn, fall.NodeId)).ToList();
        var regions = falls.GroupBy(fall => fall.Region).Where(group => IsCascade(turn, group.Count(), Fleet(turn, group.Key, group.Count()))).ToList();
        var whole = turn.Inbox.Fleet.Values.Sum();
        if (regions.Count == 0 && IsCascade(turn, falls.Count, Math.Max(whole, falls.Count)))
            regions = [.. falls.GroupBy(fall => fall.Region)];
        if (regions.Count == 0)
            return;

        foreach (var region in regions)
        {
            Put(turn, region.Key, new CascadeState
            {
                Since = region.Min(fall => fall.At),
                Edges = region.ToImmutableSortedDictionary(fall => fall.NodeId, fall => fall.Label),
                Fleet = Fleet(turn, region.Key, region.Count()),
                DigestAt = turn.Now + turn.Options.BreakerDigest,
            });
        }

        var fallen = regions.SelectMany(region => region).OrderBy(fall => fall.Label, StringComparer.Ordinal).ToList();
        // What belongs to a cascade that goes on already waits for its digest.
        var fell = regions.Select(region => region.Key).ToHashSet(StringComparer.Ordinal);
        var named = turn.Open.Where(one => fell.Contains(one.Region)).ToList();
        var entry = turn.Send(AlertKinds.Digest, Message(
            $"CRITICAL: FLEET_CASCADE {fallen.Count} of {regions.Sum(region => Fleet(turn, region.Key, region.Count()))} edges are down in {Regions(regions.Select(region => region.Key))}",
            Names(fallen.Select(fall => fall.Label)) + "\nTheir alerts are parked until it is over.",
            Severities.Critical, "firing", regions.Select(region => region.Key), fallen.Min(fall => fall.At), null, named.Count));
        foreach (var one in named)
            Settle(turn, one, entry);
    }

    /// <summary>Parks what comes while it lasts; tells when it is over, and now and then that it is not.</summary>
    private static void Follow(AlertTurn turn, string region)
    {
        var cascade = turn.State.Cascades[region];
        var down = cascade.Edges.Where(edge => IsDown(turn, edge.Key)).Select(edge => edge.Value).Order(StringComparer.Ordinal).ToList();
        var calm = !IsCascade(turn, down.Count, Math.Max(cascade.Fleet, cascade.Edges.Count));
        cascade = cascade with { CalmSince = calm ? cascade.CalmSince ?? turn.Now : null };
        var held = turn.Open.Where(one => one.Region == region).ToList();
        if (cascade.CalmSince is { } since && turn.Now - since >= turn.Options.CascadeWindow)
        {
            turn.State = turn.State with { Cascades = turn.State.Cascades.Remove(region), Falls = turn.State.Falls.RemoveAll(fall => fall.Region == region) };
            Digest(turn, region, cascade, down, held, over: true);
            return;
        }

        if (turn.Now >= cascade.DigestAt)
        {
            cascade = cascade with { DigestAt = turn.Now + turn.Options.BreakerDigest };
            Digest(turn, region, cascade, down, held, over: false);
            held = [];
        }

        Put(turn, region, cascade);
        turn.LookAt(cascade.DigestAt);
        if (cascade.CalmSince is { } calmSince)
            turn.LookAt(calmSince + turn.Options.CascadeWindow);
        foreach (var one in held)
            turn.Defer(one, Reason, cascade.DigestAt);
    }

    private static void Digest(AlertTurn turn, string region, CascadeState cascade, List<string> down, List<AlertEvent> held, bool over)
    {
        var minutes = (turn.Now - cascade.Since).TotalMinutes;
        var first = over
            ? $"RESUMED: FLEET_CASCADE in {Region(region)} is over after {minutes:F0} min, {cascade.Edges.Count - down.Count} of {cascade.Edges.Count} edges are back"
            : $"FLEET_CASCADE in {Region(region)} goes on for {minutes:F0} min, {down.Count} of {cascade.Edges.Count} edges are down";
        var lines = new List<string>();
        if (down.Count > 0)
            lines.Add("still down: " + Names(down));
        if (held.Count > 0)
            lines.Add($"{held.Count} changes were parked");
        var entry = turn.Send(AlertKinds.Digest, Message(
            first, string.Join('\n', lines), over ? Severities.Info : Severities.Critical, over ? "resolved" : "firing", [region], cascade.Since, over ? turn.Now : null, held.Count));
        foreach (var one in held)
            Settle(turn, one, entry);
        // Said just now: no reminder of each on top of it.
        foreach (var (name, key) in turn.State.Keys.Where(pair => pair.Value.Firing && pair.Value.Region == region).ToList())
            turn.Put(name, key with { Told = true, ToldAt = key.ToldAt ?? turn.Now, ToldSeverity = key.Severity, Quiet = null, LastReminderAt = turn.Now });
    }

    private static void Settle(AlertTurn turn, AlertEvent one, Guid entry)
    {
        turn.Settle(one, AlertHow.Cascade, entry);
        Delivery.MarkTold(turn, one.Key, sent: false);
    }

    private static bool IsDown(AlertTurn turn, string nodeId) =>
        (turn.KeyOf(EdgeKeys.AllDown(nodeId))?.Firing ?? false) || (turn.KeyOf(EdgeKeys.Liveness(nodeId))?.Firing ?? false);

    private static bool IsCascade(AlertTurn turn, int down, int fleet) =>
        down >= turn.Options.CascadeMin && (long)down * 100 >= (long)turn.Options.CascadePercent * fleet;

    private static int Fleet(AlertTurn turn, string region, int atLeast) => Math.Max(turn.Inbox.Fleet.GetValueOrDefault(region), atLeast);

    private static AlertMessage Message(
        string first, string rest, string severity, string status, IEnumerable<string> regions, DateTimeOffset startsAt, DateTimeOffset? endsAt, int count) => new()
    {
        Message = AlertTexts.Cut(rest.Length > 0 ? first + "\n" + rest : first),
        Severity = severity,
        Alert = EdgeAlerts.FleetCascade,
        Status = status,
        Region = string.Join(",", regions.Order(StringComparer.Ordinal)),
        StartsAt = startsAt,
        EndsAt = endsAt,
        DedupeKey = AlertTexts.DedupeKey("fleet", EdgeAlerts.FleetCascade, string.Join(",", regions.Order(StringComparer.Ordinal)), startsAt, status),
        Count = Math.Max(1, count),
    };

    private static string Region(string region) => region.Length > 0 ? region : "(no region)";

    private static string Regions(IEnumerable<string> regions) => string.Join(", ", regions.Order(StringComparer.Ordinal).Select(Region));

    private static string Names(IEnumerable<string> labels)
    {
        var all = labels.ToList();
        return string.Join(", ", all.Take(NamesInMessage)) + (all.Count > NamesInMessage ? $" and {all.Count - NamesInMessage} more" : "");
    }

    private static void Put(AlertTurn turn, string region, CascadeState next) => turn.State = turn.State with { Cascades = turn.State.Cascades.SetItem(region, next) };

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
