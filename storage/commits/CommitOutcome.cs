namespace Vespid.Storage.Commits;

/// <summary>What became of a commit. Everything but <see cref="CommitStatus.Applied"/> left nothing behind.</summary>
/// <param name="Status">The verdict.</param>
/// <param name="StateVersion">Version of the state after an applied commit; 0 without state.</param>
public readonly record struct CommitOutcome(CommitStatus Status, long StateVersion);

/// <summary>Verdicts on a commit.</summary>
public enum CommitStatus
{
    /// <summary>Durable.</summary>
    Applied,

    /// <summary>The state was not at the expected version: another activation wrote it.</summary>
    Conflict,

    /// <summary>An entity it depended on has changed: read it again and decide again.</summary>
    Stale,

    /// <summary>The message it carries is stored already.</summary>
    Duplicate,

    /// <summary>A row it changes is no longer in the status it was seen in (decided, claimed or canceled by another), or a cap is reached.</summary>
    Missed,
}
