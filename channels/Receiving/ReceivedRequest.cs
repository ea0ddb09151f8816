using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>What readers take for a request when a message came over a connection of ours.</summary>
internal static class ReceivedRequest
{
    private static readonly Dictionary<string, string> None = [];

    public static IngressRequest Of(ChannelAccount account) =>
        new("RECEIVE", account.ChannelId, account.AccountKey, null, null, None, None, [], null, null);
}
