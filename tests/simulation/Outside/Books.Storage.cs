using Vespid.GrainInterfaces.Channels;
using Vespid.Grains.Channels;
using Vespid.Storage.Commits;
using Vespid.Storage.Rows;
using Vespid.Tests.Simulation.Memory;

namespace Vespid.Tests.Simulation.Outside;

/// <summary>What may become durable.</summary>
internal sealed partial class Books
{
    private readonly Dictionary<Guid, long> _lastTurn = [];
    private readonly Dictionary<(string Letter, Guid Target), Guid> _runOf = [];
    private readonly Dictionary<(Guid Account, string Conversation), Guid> _sessionOf = [];
    private readonly Dictionary<string, Guid> _acceptedAs = new(StringComparer.Ordinal);

    public void Stored(MessageRecord message)
    {
        var row = message.Row;
        Trace.Add(Time.Now, 0, "stored " + row.Status, row.Text);
        if (row.Status != "accepted")
        {
            if (_acceptedAs.ContainsKey(row.Text))
                Violated($"{row.Text} was accepted and is stored as refused now.");
            return;
        }

        if (!_acceptedAs.TryAdd(row.Text, row.Id))
            Violated($"{row.Text} is stored twice.");
        if (row.SessionId is { } session && _sessionOf.TryGetValue((row.AccountId, row.ConversationId), out var known) && known != session)
            Violated($"{row.Text} went to another session than the conversation's.");
        if (row.SessionId is { } own)
            _sessionOf.TryAdd((row.AccountId, row.ConversationId), own);
    }

    public void Queued(RunRecord run)
    {
        if (run.Row.MessageId is not { } messageId)
            return;
        if (Store.MessagesById.GetValueOrDefault(messageId)?.Row is not { Status: "accepted" } message)
        {
            Violated($"Run {run.Row.Id} belongs to a message that was not accepted.");
            return;
        }

        if (!_runOf.TryAdd((message.Text, (run.Row.WorkflowId ?? run.Row.SessionId)!.Value), run.Row.Id))
            Violated($"{message.Text} made two runs of {run.Row.WorkflowId ?? run.Row.SessionId}.");
    }

    public void Queued(EntryRecord entry)
    {
        Tally.Count("entries");
        Trace.Add(Time.Now, 0, "queued", entry.Row.LaneKey, entry.Seq);
        _entryOf[(entry.Row.ConversationId!, TextOf(entry.Row))] = entry;
        if (entry.Row is not { SessionId: { } session, SessionSeq: { } turn })
            return;
        if (_lastTurn.GetValueOrDefault(session) >= turn)
            Violated($"Turn {turn} of session {session} was answered after turn {_lastTurn[session]}.");
        _lastTurn[session] = turn;
    }

    public void Moved(EntryRecord entry, string from)
    {
        Trace.Add(Time.Now, 0, entry.Status, entry.Row.LaneKey, entry.Seq);
        if (from is "sent" or "canceled" or "expired" || (from == "dead_letter" && entry.Status != "queued"))
            Violated($"Entry {entry.Seq} of {entry.Row.LaneKey} was {from} and became {entry.Status}.");
        if (from == "dead_letter")
            _redrives[entry.Id] = _redrives.GetValueOrDefault(entry.Id) + 1;
        if (!entry.IsOpen)
            Tally.Count("ended " + entry.Status);
    }

    public void Ended(RunRecord run, string from)
    {
        if (from != "running")
            Violated($"Run {run.Row.Id} was {from} and became {run.Status}.");
    }

    public void Changed(Guid entityId)
    {
        foreach (var account in Store.Accounts.Values.Where(account => account.Id == entityId || account.Organization.Id == entityId))
            Remember(account);
        EntityChanged?.Invoke(entityId);
    }

    /// <summary>An accepted message is decided on the account as it is now, and stands there with exactly the runs that it fires.</summary>
    public void Applied(Commit commit)
    {
        foreach (var row in commit.Rows)
        {
            if (row is not InboundMessageRow message)
                continue;
            var (account, isOn) = _history[message.AccountId][^1];
            var inbound = new InboundMessage
            {
                ProviderMessageId = message.ProviderMessageId, DedupeKey = message.DedupeKey, ConversationId = message.ConversationId, SenderId = message.SenderId,
                Text = message.Text, Event = message.Event, MentionMatched = message.MentionMatched,
            };
            var reason = ChannelPolicy.Decide(PolicyFacts.Of(account, inbound));
            if (reason != message.Reason)
                Violated($"{message.Text} was stored as {message.Reason}, and the account says {reason}.");
            if (message.Status != "accepted")
                continue;
            var fired = account.Organization.Triggers.Where(trigger => TriggerMatch.Fires(trigger, account.ChannelId, account.AccountKey, inbound)).Select(trigger => trigger.WorkflowId);
            CheckRuns(message, [.. fired]);
        }
    }

    private void CheckRuns(InboundMessageRow message, List<Guid> fired)
    {
        foreach (var workflow in fired.Where(workflow => !_runOf.ContainsKey((message.Text, workflow))))
            Violated($"{message.Text} is stored without its run of {workflow}.");
        if (message.SessionId is { } session && !_runOf.ContainsKey((message.Text, session)))
            Violated($"{message.Text} is stored without its turn.");
        var runs = Store.RunOrder.Count(run => run.Row.MessageId == message.Id && run.Row.Kind == "workflow");
        if (runs != fired.Count)
            Violated($"{message.Text} made {runs} runs; {fired.Count} triggers fire.");
    }
}
