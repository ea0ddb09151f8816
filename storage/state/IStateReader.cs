namespace Vespid.Storage.State;

/// <summary>Reads grain states as they are stored.</summary>
internal interface IStateReader
{
    /// <summary>Version and JSON text of a state; version 0 and null when nothing was ever stored.</summary>
    Task<(long Version, string? Json)> ReadAsync(string key, CancellationToken cancellationToken);
}
