using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Vespid.Storage.Snapshots;

namespace Vespid.Tests.Simulation.Memory;

/// <summary>A channel account with its allowlist.</summary>
internal sealed class AccountRecord(Guid id, OrganizationRecord organization, string channelId, string accountKey)
{
    private static readonly JsonElement NoMetadata = JsonSerializer.SerializeToElement(new { });

    public Guid Id => id;

    public OrganizationRecord Organization => organization;

    public string ChannelId => channelId;

    public string AccountKey => accountKey;

    public long Version { get; set; } = 1;

    public bool Enabled { get; set; } = true;

    public string Status { get; set; } = "running";

    public string? LastError { get; set; }

    public string DmPolicy { get; set; } = "open";

    public string GroupPolicy { get; set; } = "open";

    public bool RequireMention { get; set; }

    public string? WebhookUrl { get; set; }

    public FrozenDictionary<string, ImmutableArray<string>> Secrets { get; init; } = FrozenDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>Names in its metadata.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    public HashSet<(string Scope, string Subject)> Allowlist { get; } = [];

    public AccountSnapshot Snapshot() => new()
    {
        Id = id,
        Version = Version,
        ChannelId = channelId,
        AccountKey = accountKey,
        Enabled = Enabled,
        Status = Status,
        DmPolicy = DmPolicy,
        GroupPolicy = GroupPolicy,
        RequireMentionInGroup = RequireMention,
        WebhookUrl = WebhookUrl,
        Metadata = NoMetadata,
        Allowlist = Allowlist.ToFrozenSet(),
        Secrets = Secrets,
        Organization = organization.Snapshot(),
    };
}
