using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Vespid.Channels;

/// <summary>The 21 channels, in the order operators see them.</summary>
public static class ChannelCatalog
{
    private static readonly Dictionary<string, ChannelDescriptor> ById;

    static ChannelCatalog()
    {
        All = [.. CoreChannels.All, .. ExtendedChannels.All];
        ById = All.ToDictionary(descriptor => descriptor.Id, StringComparer.Ordinal);
    }

    public static ImmutableArray<ChannelDescriptor> All { get; }

    public static bool TryGet(string id, [NotNullWhen(true)] out ChannelDescriptor? descriptor) => ById.TryGetValue(id, out descriptor);

    /// <exception cref="KeyNotFoundException">No such channel.</exception>
    public static ChannelDescriptor Get(string id) => ById[id];
}
