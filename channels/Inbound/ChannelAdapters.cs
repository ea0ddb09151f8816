using System.Diagnostics.CodeAnalysis;

namespace Vespid.Channels;

/// <summary>The adapter of each channel of the catalogue.</summary>
public sealed class ChannelAdapters
{
    private readonly Dictionary<string, IChannelAdapter> _byId;

    public ChannelAdapters(IEnumerable<IChannelAdapter> native, Func<ChannelDescriptor, IChannelAdapter> generic)
    {
        _byId = ChannelCatalog.All.ToDictionary(descriptor => descriptor.Id, generic, StringComparer.Ordinal);
        foreach (var adapter in native)
            _byId[adapter.Descriptor.Id] = adapter;
    }

    /// <summary>False only for an id that is not in the catalogue.</summary>
    public bool TryGet(string channelId, [NotNullWhen(true)] out IChannelAdapter? adapter) => _byId.TryGetValue(channelId, out adapter);
}
