using System.Collections.Frozen;
using System.Text.Json;

namespace Vespid.Storage.Snapshots;

/// <summary>Reads the <c>trigger.config</c> object of a <c>trigger.channel</c>. What cannot be understood fires nothing.</summary>
internal static class TriggerParser
{
    private static readonly FrozenSet<string> Events = FrozenSet.Create("message.received", "message.dm", "message.mentioned");

    public static ChannelTrigger? Parse(Guid workflowId, Guid? requestedByUserId, string? config)
    {
        if (config is null)
            return null;
        using var document = JsonDocument.Parse(config);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object
            || !TryText(root, "channelId", out var channelId) || channelId is null
            || !TryText(root, "accountKey", out var accountKey)
            || !TryText(root, "event", out var kind) || !Events.Contains(kind ??= "message.received"))
        {
            return null;
        }

        string? textContains = null;
        FrozenSet<string> senderIn = [], groupIn = [];
        if (root.TryGetProperty("match", out var match) && match.ValueKind != JsonValueKind.Null
            && (match.ValueKind != JsonValueKind.Object
                || !TryText(match, "textContains", out textContains)
                || !TryList(match, "senderIn", out senderIn)
                || !TryList(match, "groupIn", out groupIn)))
        {
            return null;
        }

        return new ChannelTrigger
        {
            WorkflowId = workflowId,
            RequestedByUserId = requestedByUserId,
            ChannelId = channelId,
            AccountKey = accountKey,
            Event = kind,
            TextContains = string.IsNullOrWhiteSpace(textContains) ? null : textContains.Trim(),
            SenderIn = senderIn,
            GroupIn = groupIn,
        };
    }

    private static bool TryText(JsonElement parent, string name, out string? value)
    {
        value = null;
        if (!parent.TryGetProperty(name, out var element) || element.ValueKind == JsonValueKind.Null)
            return true;
        if (element.ValueKind != JsonValueKind.String)
            return false;
        value = element.GetString();
        return true;
    }

    private static bool TryList(JsonElement parent, string name, out FrozenSet<string> values)
    {
        values = [];
        if (!parent.TryGetProperty(name, out var element) || element.ValueKind == JsonValueKind.Null)
            return true;
        if (element.ValueKind != JsonValueKind.Array || element.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
            return false;
        values = element.EnumerateArray().Select(item => item.GetString()!).ToFrozenSet(StringComparer.Ordinal);
        return true;
    }
}
