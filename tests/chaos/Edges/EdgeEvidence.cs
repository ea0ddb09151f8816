using Vespid.Tests.Chaos.Checking;

namespace Vespid.Tests.Chaos.Edges;

/// <summary>All that is known of a run when it is over.</summary>
/// <param name="Reports">Lines <c>node seq 101</c> as the file on the disk has them: what edges were told is known.</param>
/// <param name="Events">History, in order.</param>
/// <param name="Accounts">What receivers did with it.</param>
/// <param name="Messages">Outbox entries to receivers.</param>
/// <param name="Arrivals">Texts that somebody took, with the time.</param>
/// <param name="Seen">What else was seen while it went on.</param>
internal sealed record EdgeEvidence(
    IReadOnlyList<string> Reports, IReadOnlyList<StoredEvent> Events, IReadOnlyList<StoredAccount> Accounts, IReadOnlyList<StoredMessageOut> Messages,
    IReadOnlyList<(string Text, DateTimeOffset At)> Arrivals, IReadOnlyList<Violation> Seen);

/// <summary>A row of <c>edge_events</c>.</summary>
internal sealed record StoredEvent(Guid Id, string Node, string Type, string? Alert, string? Subject, string? From, string? To, bool Firing, string? Text, DateTimeOffset ObservedAt);

/// <summary>A row of <c>alert_accounts</c>.</summary>
internal sealed record StoredAccount(Guid EventId, string Receiver, string How, Guid? EntryId, string? Reason);

/// <summary>An outbox entry to a receiver.</summary>
internal sealed record StoredMessageOut(Guid Id, string Kind, string Text, string Alert, string Status, bool PossibleDuplicate, DateTimeOffset CreatedAt);
