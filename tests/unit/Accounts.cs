using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Vespid.Storage.Snapshots;

namespace Vespid.Tests.Unit;

/// <summary>Accounts for tests of rules.</summary>
internal static class Accounts
{
    public static AccountSnapshot Of(
        string dmPolicy = "pairing",
        string groupPolicy = "allowlist",
        bool requireMention = true,
        IEnumerable<(string, string)>? listed = null,
        string agentKind = "none",
        string metadata = "{}",
        params ImmutableArray<ChannelTrigger> triggers) => new()
        {
            Id = Guid.Parse("0190a000-0000-7000-8000-000000000001"),
            Version = 3,
            ChannelId = "telegram",
            AccountKey = "main",
            Enabled = true,
            DmPolicy = dmPolicy,
            GroupPolicy = groupPolicy,
            RequireMentionInGroup = requireMention,
            Metadata = JsonDocument.Parse(metadata).RootElement,
            Allowlist = (listed ?? []).ToFrozenSet(),
            Secrets = FrozenDictionary<string, ImmutableArray<string>>.Empty,
            Organization = new OrganizationSnapshot
            {
                Id = Guid.Parse("0190a000-0000-7000-8000-000000000002"),
                Version = 5,
                ChannelRuntimeEnabled = true,
                AgentKind = agentKind,
                Triggers = triggers,
            },
        };
}
