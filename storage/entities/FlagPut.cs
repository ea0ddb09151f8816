using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Sets a runtime flag of the deployment.</summary>
/// <param name="Name">For example <c>CHANNEL_RUNTIME_ENABLED</c>.</param>
/// <param name="Enabled">Off wins over every other source.</param>
/// <param name="Reason">Shown to operators.</param>
/// <param name="UpdatedBy">Who.</param>
public sealed record FlagPut(string Name, bool Enabled, string? Reason, string? UpdatedBy) : CommitRow;
