using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vespid.Channels;

namespace Vespid.Tests.Channels;

internal static class Accounts
{
    public static readonly Guid Id = Guid.Parse("0197f000-0000-7000-8000-000000000001");

    public static ChannelAccount Of(
        string channelId, JsonObject? metadata = null, string? webhookUrl = null, params (string Name, string[] Values)[] secrets) =>
        new(
            Id,
            channelId,
            "main",
            JsonElement.Parse((metadata ?? []).ToJsonString()),
            secrets.ToImmutableDictionary(secret => secret.Name, secret => secret.Values.ToImmutableArray()),
            webhookUrl);
}
