using Orleans.Storage;

namespace Vespid.Tests.EngineCompliance.Kit;

/// <summary>Storage in memory with etags, faults on demand and a way to write behind a grain's back.</summary>
public sealed class MemoryStorage : IGrainStorage
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(GrainId, string), (object? State, int Version)> _rows = [];

    public Exception? Fault { get; set; }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            ThrowFault();
            if (_rows.TryGetValue((grainId, stateName), out var row))
            {
                Show(grainState, row);
            }

            return Task.CompletedTask;
        }
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            var version = CheckVersion(stateName, grainId, grainState) + 1;
            _rows[(grainId, stateName)] = (grainState.State, version);
            Show(grainState, (grainState.State, version));
            return Task.CompletedTask;
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            CheckVersion(stateName, grainId, grainState);
            _rows.Remove((grainId, stateName));
            grainState.ETag = null!;
            grainState.RecordExists = false;
            grainState.State = Activator.CreateInstance<T>();
            return Task.CompletedTask;
        }
    }

    public void WriteBehindTheBack(GrainId grainId, string stateName, object state)
    {
        lock (_gate)
        {
            _rows[(grainId, stateName)] = (state, _rows.TryGetValue((grainId, stateName), out var row) ? row.Version + 1 : 1);
        }
    }

    private static void Show<T>(IGrainState<T> grainState, (object? State, int Version) row)
    {
        grainState.State = (T)row.State!;
        grainState.ETag = $"{row.Version}";
        grainState.RecordExists = true;
    }

    private int CheckVersion<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ThrowFault();
        var version = _rows.TryGetValue((grainId, stateName), out var row) ? row.Version : 0;
        var expected = int.TryParse(grainState.ETag, out var etag) ? etag : 0;
        return version == expected ? version : throw new InconsistentStateException("The state has changed.", $"{version}", $"{expected}");
    }

    private void ThrowFault()
    {
        if (Fault is { } fault)
        {
            throw fault;
        }
    }
}
