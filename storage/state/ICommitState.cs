using System.Collections.Immutable;
using Vespid.Storage.Commits;

namespace Vespid.Storage.State;

/// <summary>
/// A grain's durable state, loaded before activation and written in the same commit as the rows that follow from the decision.
/// Injected with <see cref="CommitStateAttribute"/>.
/// </summary>
/// <typeparam name="TState">A small immutable record, serialised as JSON.</typeparam>
public interface ICommitState<TState>
    where TState : class, new()
{
    /// <summary>The state as last committed; a new instance when nothing is stored.</summary>
    TState Value { get; }

    /// <summary>Version of <see cref="Value"/>; 0 when nothing is stored.</summary>
    long Version { get; }

    /// <summary>
    /// A commit ended with <see cref="CommitOutcomeUnknownException"/> and nothing was written since. <see cref="Value"/> was read after it, but
    /// the commit may be on its way still and land behind that: whatever is decided now without a write may be wrong a moment later. The next
    /// commit writes the state, changed or not, so that only one of the two can be applied.
    /// </summary>
    bool IsInDoubt { get; }

    /// <summary>Reads the state again: another process may have written it meanwhile. Ends no doubt.</summary>
    Task RefreshAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Commits the rows, and the new state if it differs from <see cref="Value"/> or <see cref="IsInDoubt"/>. On <see cref="CommitStatus.Applied"/> <see cref="Value"/> is
    /// the new state; on everything else it is untouched.
    /// </summary>
    /// <exception cref="Orleans.Storage.InconsistentStateException">Another activation wrote the state: this one is deactivated.</exception>
    /// <exception cref="CommitException">As <see cref="ICommitLog.CommitAsync"/>. After <see cref="CommitOutcomeUnknownException"/> the state is read again before the next use.</exception>
    ValueTask<CommitOutcome> CommitAsync(
        TState next, ImmutableArray<CommitRow> rows, ImmutableArray<Dependency> dependsOn, Guid? organizationId, CancellationToken cancellationToken = default);
}
