using Vespid.Tests.Simulation.Machine;

namespace Vespid.Tests.Simulation.Edges;

/// <summary>When something stood in the way of an alert, and what: the product has to be prompt in the time between.</summary>
internal sealed class Disturbances(WorldTime time)
{
    public const string NoHost = "no host";
    public const string Database = "database";

    private readonly Dictionary<string, TimeSpan> _begun = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(TimeSpan From, TimeSpan To)>> _past = new(StringComparer.Ordinal);

    public static string Of(EdgeSite site) => "edge " + site.NodeId;

    public static string OfReceiver(string id) => "receiver " + id;

    public static string OfHold(string receiver) => "hold " + receiver;

    public void Begin(string what, TimeSpan? since = null) => _begun.TryAdd(what, since ?? time.Now);

    public void End(string what, TimeSpan after = default)
    {
        if (_begun.Remove(what, out var since))
            Add(what, since, time.Now + after);
    }

    public void Add(string what, TimeSpan from, TimeSpan to)
    {
        if (!_past.TryGetValue(what, out var past))
            _past.Add(what, past = []);
        past.Add((from, to));
    }

    /// <summary>How much of a time was disturbed.</summary>
    public TimeSpan During(TimeSpan from, TimeSpan to, params ReadOnlySpan<string> what)
    {
        var all = new List<(TimeSpan From, TimeSpan To)>();
        foreach (var one in what)
        {
            all.AddRange(_past.GetValueOrDefault(one) ?? []);
            if (_begun.TryGetValue(one, out var since))
                all.Add((since, TimeSpan.MaxValue));
        }

        var (sum, reached) = (TimeSpan.Zero, from);
        foreach (var (begun, ended) in all.OrderBy(static one => one.From))
        {
            var (left, right) = (begun > reached ? begun : reached, ended < to ? ended : to);
            if (right <= left)
                continue;
            sum += right - left;
            reached = right;
        }

        return sum;
    }
}
