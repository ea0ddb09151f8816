using System.Globalization;
using Orleans.Storage;
using Vespid.Storage.Commits;

namespace Vespid.Storage.State;

/// <summary>
/// Plain grain state on <c>grain_state</c>, written through the commit log; the etag is the version. Cleared state stays as a JSON null,
/// so that a version never comes back.
/// </summary>
internal sealed class PostgresGrainStorage(ICommitLog log, IStateReader reader, TimeProvider time) : IGrainStorage
{
    private const string Cleared = "null";

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var (version, json) = await reader.ReadAsync(Key(stateName, grainId), CancellationToken.None);
        grainState.ETag = version == 0 ? null : version.ToString(CultureInfo.InvariantCulture);
        grainState.RecordExists = json is not null && json != Cleared;
        if (grainState.RecordExists)
            grainState.State = StateJson.Read<T>(json!)!;
        else if (Activator.CreateInstance<T>() is { } empty)
            grainState.State = empty;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await WriteAsync(stateName, grainId, grainState, StateJson.Write(grainState.State));
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainState.ETag is not null)
            await WriteAsync(stateName, grainId, grainState, "null"u8.ToArray());
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
    }

    private static string Key(string stateName, GrainId grainId) => $"grain/{grainId}/{stateName}";

    private async Task WriteAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, byte[] payload)
    {
        var expected = grainState.ETag is { } etag ? long.Parse(etag, CultureInfo.InvariantCulture) : 0;
        var commit = new Commit { Id = Guid.CreateVersion7(time.GetUtcNow()), State = new StateWrite(Key(stateName, grainId), expected, payload) };
        var outcome = await log.CommitAsync(commit, CancellationToken.None);
        if (outcome.Status != CommitStatus.Applied)
            throw new InconsistentStateException($"State '{stateName}' of grain {grainId} was written by another.", "unknown", grainState.ETag ?? "none");
        grainState.ETag = outcome.StateVersion.ToString(CultureInfo.InvariantCulture);
    }
}
