namespace Vespid.Gateway.Channels;

/// <summary>The channel catalogue.</summary>
internal sealed record ChannelList(IReadOnlyList<ChannelItem> Channels);
