using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace Vespid.Storage.Snapshots;

/// <summary>
/// What the hot path knows of a channel account: one immutable copy a process. A commit names the versions it relied on, so a stale
/// copy can refuse or accept nothing durably.
/// </summary>
public sealed record AccountSnapshot
{
    public required Guid Id { get; init; }

    public required long Version { get; init; }

    public required string ChannelId { get; init; }

    public required string AccountKey { get; init; }

    public required bool Enabled { get; init; }

    /// <summary>Status word when it was read. What the runtime notes does not change the version, so nothing may be decided on it.</summary>
    public string Status { get; init; } = "stopped";

    /// <summary><c>pairing</c>, <c>allowlist</c>, <c>open</c> or <c>disabled</c>; anything else is treated as <c>disabled</c>.</summary>
    public required string DmPolicy { get; init; }

    /// <summary><c>allowlist</c>, <c>open</c> or <c>disabled</c>; anything else is treated as <c>disabled</c>.</summary>
    public required string GroupPolicy { get; init; }

    public required bool RequireMentionInGroup { get; init; }

    public string? WebhookUrl { get; init; }

    /// <summary>A JSON object.</summary>
    public required JsonElement Metadata { get; init; }

    /// <summary>Entries as (scope in lower case and trimmed, subject).</summary>
    public required FrozenSet<(string Scope, string Subject)> Allowlist { get; init; }

    /// <summary>Secret name to its values, newest first: two during a rotation. Decrypted; never logged.</summary>
    public required FrozenDictionary<string, ImmutableArray<string>> Secrets { get; init; }

    /// <summary>Names of secrets that exist but cannot be decrypted: whoever reads this puts the account in status <c>error</c>.</summary>
    public ImmutableArray<string> UnreadableSecrets { get; init; } = [];

    public Guid? UpdatedByUserId { get; init; }

    public required OrganizationSnapshot Organization { get; init; }

    /// <summary>The versions a decision made on this snapshot relies on.</summary>
    public ImmutableArray<Commits.Dependency> Dependencies =>
    [
        new(Commits.DependencyKind.ChannelAccount, Id, Version),
        new(Commits.DependencyKind.Organization, Organization.Id, Organization.Version),
    ];
}
