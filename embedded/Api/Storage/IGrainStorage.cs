using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>
/// Stores grain state with compare-and-set on its etag. Registered as a keyed service whose key is the storage name.
/// Implementations keep <see cref="IGrainState{T}.ETag"/> and <see cref="IGrainState{T}.RecordExists"/> up to date.
/// </summary>
public interface IGrainStorage
{
    Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <exception cref="InconsistentStateException">The stored etag is not the one that was read; nothing was written.</exception>
    Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <exception cref="InconsistentStateException">The stored etag is not the one that was read; nothing was cleared.</exception>
    Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);
}
