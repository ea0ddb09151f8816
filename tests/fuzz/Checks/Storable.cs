using Vespid.GrainInterfaces.Channels;
using Vespid.Tests.Channels;

namespace Vespid.Tests.Fuzz.Checks;

/// <summary>Whether a message that was read can be stored as it is, and says no secret.</summary>
internal static class Storable
{
    private const int MostId = 512;

    public static bool Is(InboundMessage message) =>
        Ids(message).All(id => id.Length is > 0 and <= MostId && Json.IsStorableText(id))
        && message.Text.Length > 0 && Json.IsStorableText(message.Text)
        && (message.ReceivedAt is not { } at || at >= DateTimeOffset.UnixEpoch)
        && (message.Payload is not { } payload || (Json.IsStorable(payload) && !payload.Contains(Planted.Mark, StringComparison.Ordinal)));

    private static IEnumerable<string> Ids(InboundMessage message) => [message.ProviderMessageId, message.DedupeKey, message.ConversationId, message.SenderId];
}
