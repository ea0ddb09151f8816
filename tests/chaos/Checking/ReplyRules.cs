namespace Vespid.Tests.Chaos.Checking;

/// <summary>Each turn has one reply, which arrives, if need be after a person has redriven it; first copies arrive in the order of the turns.</summary>
internal static class ReplyRules
{
    public static IEnumerable<Violation> AtLeastOnce(Evidence evidence)
    {
        var arrived = evidence.Arrivals.Select(arrival => arrival.Text).ToHashSet();
        var replies = evidence.Replies.ToLookup(reply => reply.Run);
        var texts = evidence.Messages.ToDictionary(message => message.Id, message => message.Text);
        foreach (var turn in evidence.Runs.Where(run => run is { Kind: "turn", Status: "succeeded" }))
        {
            var text = texts[turn.Message!.Value];
            if (replies[turn.Id].Count() is var count and not 1)
                yield return new(Violation.ReplyMissing, $"the turn of {text} has {count} replies");
            else if (replies[turn.Id].First() is var reply && (reply.Status != "sent" || !arrived.Contains(reply.Text)))
                yield return new(Violation.ReplyMissing, $"the reply to {text} is {reply.Status} and has {(arrived.Contains(reply.Text) ? "" : "not ")}arrived");
        }
    }

    public static IEnumerable<Violation> InOrder(Evidence evidence)
    {
        var seqs = evidence.Runs.ToDictionary(run => run.Id, run => run.Seq);
        var expected = evidence.Replies
            .Where(reply => reply.Run is { } run && seqs.ContainsKey(run) && !evidence.Redriven.Contains(reply.Id) && reply.Status == "sent")
            .GroupBy(reply => reply.Conversation)
            .ToDictionary(group => group.Key, group => group.OrderBy(reply => seqs[reply.Run!.Value]).Select(reply => reply.Text).ToList());
        foreach (var conversation in evidence.Arrivals.GroupBy(arrival => arrival.Conversation))
        {
            if (!expected.TryGetValue(conversation.Key, out var wanted))
                continue;
            var arrived = conversation.OrderBy(arrival => arrival.Order).Select(arrival => arrival.Text).Distinct().ToList();
            var known = wanted.ToHashSet();
            arrived.RemoveAll(text => !known.Contains(text));
            var there = arrived.ToHashSet();
            foreach (var (want, got) in wanted.Where(there.Contains).Zip(arrived).Where(pair => pair.First != pair.Second).Take(1))
                yield return new(Violation.ReplyOrder, $"in {conversation.Key} came {got} where {want} was due");
        }
    }
}
