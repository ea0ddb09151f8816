namespace Vespid.Tests.Chaos.Checking;

/// <summary>A row of <c>outbox</c>.</summary>
/// <param name="Run">The turn that it answers.</param>
internal sealed record StoredReply(Guid Id, Guid? Run, string Conversation, string Text, string Status, bool IsMarked);
