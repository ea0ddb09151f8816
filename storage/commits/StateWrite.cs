namespace Vespid.Storage.Commits;

/// <summary>Compare-and-set of one grain's state.</summary>
/// <param name="Key">Grain state key, for example <c>conversation/…</c>.</param>
/// <param name="ExpectedVersion">Version the decision was made on; 0 when there was no state.</param>
/// <param name="Payload">New state as UTF-8 JSON; null verifies the version and leaves the state as it is.</param>
public sealed record StateWrite(string Key, long ExpectedVersion, byte[]? Payload);
