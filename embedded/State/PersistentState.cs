using System.Runtime.CompilerServices;
using Orleans.Runtime;
using Orleans.Storage;

namespace Vespid.Embedded.State;

/// <summary>A piece of state of one activation, read in the lifecycle stage before OnActivateAsync.</summary>
internal sealed class PersistentState<TState> : IPersistentState<TState>, ILifecycleObserver
{
    private readonly GrainState<TState> _stored = new(NewState());
    private readonly IGrainStorage _storage;
    private readonly string _name;
    private readonly GrainId _grainId;

    public PersistentState(IGrainContext context, IGrainStorage storage, string name)
    {
        _storage = storage;
        _name = name;
        _grainId = context.GrainId;
        context.ObservableLifecycle.Subscribe(name, GrainLifecycleStage.SetupState, this);
    }

    public TState State
    {
        get => _stored.State;
        set => _stored.State = value;
    }

    public string? Etag => _stored.ETag;

    public bool RecordExists => _stored.RecordExists;

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public async Task ReadStateAsync(CancellationToken cancellationToken)
    {
        await Run(static self => self._storage.ReadStateAsync(self._name, self._grainId, self._stored), "read", cancellationToken);
        // Storage that finds nothing may leave nothing behind.
        _stored.State ??= NewState();
    }

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task WriteStateAsync(CancellationToken cancellationToken) =>
        Run(static self => self._storage.WriteStateAsync(self._name, self._grainId, self._stored), "write", cancellationToken);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public async Task ClearStateAsync(CancellationToken cancellationToken)
    {
        await Run(static self => self._storage.ClearStateAsync(self._name, self._grainId, self._stored), "clear", cancellationToken);
        _stored.State ??= NewState();
    }

    // Only here may the storage be left alone with the state: an activation that takes too long to begin is thrown away.
    public Task OnStart(CancellationToken cancellationToken = default) => ReadStateAsync(cancellationToken).WaitAsync(cancellationToken);

    public Task OnStop(CancellationToken cancellationToken = default) => Task.CompletedTask;

    private static TState NewState() =>
        typeof(TState).IsValueType || typeof(TState).GetConstructor(Type.EmptyTypes) is not null
            ? Activator.CreateInstance<TState>()
            : typeof(TState) == typeof(string) || typeof(TState).IsAbstract || typeof(TState).IsArray
                ? default!
                : (TState)RuntimeHelpers.GetUninitializedObject(typeof(TState));

    private async Task Run(Func<PersistentState<TState>, Task> operation, string verb, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            await operation(this);
        }
        catch (Exception fault) when (fault is not OrleansException and not OperationCanceledException)
        {
            throw new OrleansException($"Could not {verb} state '{_name}' of grain {_grainId}.", fault);
        }
    }
}
