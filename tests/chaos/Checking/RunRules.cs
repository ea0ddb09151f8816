namespace Vespid.Tests.Chaos.Checking;

/// <summary>Each message makes one turn of its session and one run of each workflow that it fires; turns of a session are done in order.</summary>
internal static class RunRules
{
    private const string Turn = "turn";

    public static IEnumerable<Violation> OncePerMatch(Evidence evidence)
    {
        var runs = evidence.Runs.ToLookup(run => run.Message);
        foreach (var message in evidence.Messages.Where(message => message.Status == "accepted"))
        {
            var expected = evidence.Expectations.FiredBy(message.Channel, message.Text).Order();
            var fired = runs[message.Id].Where(run => run.Kind != Turn).Select(run => run.Workflow!.Value).Order();
            if (!fired.SequenceEqual(expected))
                yield return new(Violation.Runs, $"{message.Text} fired {fired.Count()} workflows, not {expected.Count()}");
            if (runs[message.Id].Count(run => run.Kind == Turn) is var turns and not 1)
                yield return new(Violation.Runs, $"{message.Text} made {turns} turns");
        }

        // Text by text, so that one message that was stored twice shows here too.
        var texts = evidence.Messages.ToDictionary(message => message.Id, message => message.Text);
        foreach (var twice in evidence.Runs.GroupBy(run => (run.Kind, run.Workflow, Text: run.Message is { } id ? texts.GetValueOrDefault(id) : null)).Where(group => group.Count() > 1))
            yield return new(Violation.Runs, $"{twice.Key.Text} ran {twice.Count()} times as {twice.Key.Kind}");

        foreach (var run in evidence.Runs.Where(run => run.Status != "succeeded"))
            yield return new(Violation.Runs, $"{run.Kind} of {(run.Message is { } id ? texts.GetValueOrDefault(id) : "nothing")} is {run.Status}");
    }

    public static IEnumerable<Violation> TurnsInOrder(Evidence evidence)
    {
        var messages = evidence.Messages.ToDictionary(message => message.Id);
        var offered = evidence.Offered.ToDictionary(message => message.Text);
        foreach (var session in evidence.Runs.Where(run => run.Kind == Turn).GroupBy(run => run.Session))
        {
            var turns = session.OrderBy(turn => turn.Seq).ToList();
            foreach (var (before, after) in turns.Zip(turns.Skip(1)))
            {
                var (first, second) = (messages[before.Message!.Value].Text, messages[after.Message!.Value].Text);
                if (before.FinishedAt >= after.FinishedAt)
                    yield return new(Violation.TurnOrder, $"the turn of {second} ended before that of {first}");
                if (!offered.TryGetValue(first, out var one) || !offered.TryGetValue(second, out var next))
                    continue;
                if (one.Conversation != next.Conversation)
                    yield return new(Violation.TurnOrder, $"{first} and {second} share a session");
                else if (one.Conversation.IsOrdered && one.Number >= next.Number)
                    yield return new(Violation.TurnOrder, $"the turn of {second} follows that of {first}");
            }
        }

        foreach (var conversation in evidence.Runs.Where(run => run.Kind == Turn).GroupBy(run => messages[run.Message!.Value].Conversation))
        {
            if (conversation.Select(run => run.Session).Distinct().Count() is var sessions and not 1)
                yield return new(Violation.TurnOrder, $"conversation {conversation.Key} has {sessions} sessions");
        }
    }
}
