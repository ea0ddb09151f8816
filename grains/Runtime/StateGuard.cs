using Vespid.Storage.Lease;
using Vespid.Storage.State;

namespace Vespid.Grains.Runtime;

/// <summary>
/// Asks whether what an activation remembers is still what is durable: once under each lease, and whenever a silo has joined or left, for another
/// process may have written meanwhile, and after a commit of which nobody knows whether it is still to land. Whoever writes finds out by the version; what is decided
/// without a write, or fails on what is outdated, does not get that far.
/// </summary>
/// <typeparam name="TState">State of the grain.</typeparam>
internal sealed class StateGuard<TState>(ICommitState<TState> state, IWriterLease lease)
    where TState : class, new()
{
    private long _view;

    /// <returns>True when it was asked now: whatever else is remembered may be outdated.</returns>
    /// <exception cref="Orleans.Storage.InconsistentStateException">It is not: this activation ends, and the next one reads anew.</exception>
    public async ValueTask<bool> RenewAsync()
    {
        var view = lease.View;
        if (view == _view && !state.IsInDoubt)
            return false;
        await state.CommitAsync(state.Value, [], [], null);
        _view = view;
        return true;
    }

    /// <summary>
    /// For a grain that remembers nothing else: reads the state again where <see cref="RenewAsync"/> would ask, and goes on with what it finds.
    /// While a commit may still land it reads each time, and writes nothing.
    /// </summary>
    public async ValueTask RefreshAsync()
    {
        var view = lease.View;
        // Whoever is not the writer is not told of what the writer does.
        if (view != 0 && view == _view && !state.IsInDoubt)
            return;
        await state.RefreshAsync();
        _view = view;
    }
}
