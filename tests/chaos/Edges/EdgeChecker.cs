using Vespid.Tests.Chaos.Checking;

namespace Vespid.Tests.Chaos.Edges;

/// <summary>Compares what edges were told with what was told about them.</summary>
internal static class EdgeChecker
{
    private static readonly string[] Named = ["alone", "grouped", "merged", "flapping", "parked", "cascade"];

    public static IReadOnlyList<Violation> Check(EdgeEvidence evidence) =>
    [
        .. evidence.Seen,
        .. Transitions(evidence),
        .. Accounts(evidence),
        .. Words(evidence),
        .. Arrivals(evidence),
    ];

    /// <summary>The changes that edges caused, each as <c>node upstream state</c>, from their own log.</summary>
    public static IReadOnlyList<(string Node, string Upstream, string To)> Caused(IReadOnlyList<string> reports)
    {
        var caused = new List<(string, string, string)>();
        foreach (var node in reports.Select(static line => line.Split(' ')).GroupBy(static parts => parts[0]))
        {
            string? before = null;
            foreach (var states in node.OrderBy(static parts => long.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture)).Select(static parts => parts[2]))
            {
                for (var i = 0; before is not null && i < states.Length; i++)
                {
                    if (states[i] != before[i])
                        caused.Add((node.Key, EdgeClient.Upstreams[i], states[i] == '1' ? "healthy" : "unhealthy"));
                }

                before = states;
            }
        }

        return caused;
    }

    /// <summary>Those of the history are exactly those that were caused, in their order.</summary>
    private static IEnumerable<Violation> Transitions(EdgeEvidence evidence)
    {
        var told = evidence.Events.Where(static one => one is { Type: "transition", Alert: "UPSTREAM_DOWN" or "UPSTREAM_UP" })
            .ToLookup(static one => (one.Node, one.Subject!), static one => one.To!);
        var caused = Caused(evidence.Reports).ToLookup(static one => (one.Node, one.Upstream), static one => one.To);
        foreach (var key in told.Select(static one => one.Key).Union(caused.Select(static one => one.Key)))
        {
            var (known, real) = (told[key].ToList(), caused[key].ToList());
            if (known.SequenceEqual(real))
                continue;
            var kind = known.Count > real.Count ? Violation.TransitionInvented : Violation.TransitionLost;
            yield return new Violation(kind, $"{key.Node} {key.Item2}: caused {string.Join(", ", real)}; told {string.Join(", ", known)}");
        }
    }

    private static IEnumerable<Violation> Accounts(EdgeEvidence evidence)
    {
        var accounts = evidence.Accounts.ToLookup(static account => account.EventId);
        var messages = evidence.Messages.ToDictionary(static message => message.Id);
        foreach (var one in evidence.Events.Where(static one => one.Alert is not null))
        {
            var of = accounts[one.Id].ToList();
            if (of is not [var account])
                yield return new Violation(Violation.Unaccounted, $"{one.Text} has {of.Count} accounts");
            else if (account.How is "queued" or "deferred")
                yield return new Violation(Violation.Unaccounted, $"{one.Text} is {account.How} ({account.Reason})");
            else if (Named.Contains(account.How) && !(account.EntryId is { } entry && messages.ContainsKey(entry)))
                yield return new Violation(Violation.AlertMissing, $"{one.Text} is {account.How} by a message that is not there");
            else if (account.How == "inhibited" && !evidence.Events.Any(other => other.Node == one.Node && other.Alert == account.Reason && other.Firing))
                yield return new Violation(Violation.Unaccounted, $"{one.Text} is inhibited by {account.Reason}, which never was");
        }
    }

    /// <summary>Who tells an event alone says it word by word.</summary>
    private static IEnumerable<Violation> Words(EdgeEvidence evidence)
    {
        var messages = evidence.Messages.ToDictionary(static message => message.Id);
        var events = evidence.Events.ToDictionary(static one => one.Id);
        foreach (var account in evidence.Accounts.Where(account => account.How is "alone" or "grouped" && account.EntryId is not null))
        {
            var (one, message) = (events[account.EventId], messages[account.EntryId!.Value]);
            if (!message.Text.Split('\n').Any(line => line == one.Text || line.StartsWith(one.Text + " (at ", StringComparison.Ordinal)))
                yield return new Violation(Violation.AlertMissing, $"{one.Text} is {account.How} by a message that says: {message.Text}");
        }
    }

    /// <summary>Each message arrived, and twice only if it is marked. Messages with the same words cannot be told apart, so they are counted.</summary>
    private static IEnumerable<Violation> Arrivals(EdgeEvidence evidence)
    {
        var arrived = evidence.Arrivals.CountBy(static arrival => arrival.Text).ToDictionary();
        foreach (var same in evidence.Messages.Where(static message => message.Kind != "alert_test").GroupBy(static message => message.Text))
        {
            var (copies, messages) = (arrived.GetValueOrDefault(same.Key), same.Count());
            foreach (var open in same.Where(static message => message.Status != "sent"))
                yield return new Violation(Violation.NotDrained, $"{open.Status}: {open.Text}");
            if (copies < messages)
                yield return new Violation(Violation.AlertMissing, $"{copies} of {messages} arrived: {same.Key}");
            else if (copies > messages && !same.Any(static message => message.PossibleDuplicate))
                yield return new Violation(Violation.DuplicateUnmarked, $"{copies} copies of {messages}: {same.Key}");
        }
    }
}
