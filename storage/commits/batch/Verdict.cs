namespace Vespid.Storage.Commits.Batch;

/// <summary>What the shared statement says of a commit. Where several hold the smallest counts.</summary>
internal enum Verdict
{
    Applied = 0,

    /// <summary>The epoch is not ours any more.</summary>
    Fenced = 1,

    /// <summary>An earlier attempt of the very same commit wrote the state: its answer was lost.</summary>
    AppliedBefore = 2,

    Conflict = 3,
    Stale = 4,
    Duplicate = 5,
    Missed = 6,
}
