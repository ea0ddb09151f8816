using Vespid.Tests.Chaos.Nemesis;

namespace Vespid.Tests.Chaos.Checking;

/// <summary>A second copy of a reply is one that was in flight at a fault, at most one a lane and fault, and it is marked.</summary>
internal static class DuplicateRules
{
    /// <summary>Sent, in doubt, sent once more.</summary>
    private const int MostCopies = 2;

    /// <summary>A fault may end, and what it did come to light after it: a process that wakes up, a time-out that runs out.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(8);

    public static IEnumerable<Violation> Marked(Evidence evidence)
    {
        var replies = evidence.Replies.ToLookup(reply => reply.Text);
        foreach (var copies in evidence.Arrivals.GroupBy(arrival => arrival.Text).Where(group => group.Count() > 1))
        {
            var reply = replies[copies.Key].FirstOrDefault();
            if (reply is not { IsMarked: true })
                yield return new(Violation.DuplicateUnmarked, $"{copies.Key} arrived {copies.Count()} times and is not marked");
            else if (copies.Count() > MostCopies + (evidence.Redriven.Contains(reply.Id) ? 1 : 0))
                yield return new(Violation.DuplicateUnexplained, $"{copies.Key} arrived {copies.Count()} times");
        }
    }

    public static IEnumerable<Violation> Explained(Evidence evidence)
    {
        var vendors = evidence.Faults.Where(fault => fault.IsVendors).ToDictionary(fault => fault, fault => fault.Strikes);
        var redriven = evidence.Replies.Where(reply => evidence.Redriven.Contains(reply.Id)).Select(reply => reply.Text).ToHashSet();
        foreach (var lane in evidence.Arrivals.GroupBy(arrival => arrival.Conversation))
        {
            // In one lane one reply is in flight at a time, so each strike explains one copy.
            var others = evidence.Faults.Where(fault => !fault.IsVendors).ToDictionary(fault => fault, fault => fault.Strikes);
            foreach (var copy in ExtraCopies(lane).Where(copy => !redriven.Contains(copy.Text)).OrderBy(copy => copy.Until))
            {
                if (!TryTake(others, copy) && !TryTake(vendors, copy))
                    yield return new(Violation.DuplicateUnexplained, $"{copy.Text} arrived again at {copy.Until:HH:mm:ss.fff} after {copy.Since:HH:mm:ss.fff}, with no fault between");
            }
        }
    }

    private static IEnumerable<(string Text, DateTimeOffset Since, DateTimeOffset Until)> ExtraCopies(IEnumerable<Arrival> lane) =>
        from copies in lane.GroupBy(arrival => arrival.Text)
        let ordered = copies.OrderBy(copy => copy.At).ToList()
        from pair in ordered.Zip(ordered.Skip(1))
        select (copies.Key, pair.First.At, pair.Second.At);

    private static bool TryTake(Dictionary<FaultRecord, int> faults, (string Text, DateTimeOffset Since, DateTimeOffset Until) copy)
    {
        var fault = faults
            .Where(pair => pair.Value > 0 && pair.Key.Start <= copy.Until && (pair.Key.End ?? DateTimeOffset.MaxValue) + Aftermath >= copy.Since)
            .OrderBy(pair => pair.Key.End)
            .Select(pair => pair.Key)
            .FirstOrDefault();
        if (fault is null)
            return false;
        faults[fault]--;
        return true;
    }
}
