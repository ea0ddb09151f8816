namespace Vespid.Tests.Chaos.Checking;

/// <summary>A row of <c>runs</c>.</summary>
internal sealed record StoredRun(Guid Id, long Seq, string Kind, Guid? Workflow, Guid? Session, Guid? Message, string Status, DateTime? FinishedAt);
