namespace Vespid.Gateway.Channels;

/// <summary>Allowlist entries, by scope and subject.</summary>
internal sealed record AllowlistList(IReadOnlyList<AllowlistAnswer> Entries, string? NextCursor);
