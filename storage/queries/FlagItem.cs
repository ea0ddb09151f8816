namespace Vespid.Storage.Queries;

/// <summary>A runtime flag of the deployment.</summary>
public sealed record FlagItem(string Name, bool Enabled, string? Reason, string? UpdatedBy, DateTimeOffset UpdatedAt);
