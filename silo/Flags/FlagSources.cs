using System.Collections.Frozen;
using Vespid.Channels;
using Vespid.Silo.Configuration;

namespace Vespid.Silo.Flags;

/// <summary>Which channels are off, by all sources together: one that says off is enough.</summary>
internal static class FlagSources
{
    public const string Runtime = "CHANNEL_RUNTIME_ENABLED";

    /// <summary><c>nextcloud-talk</c> is <c>CHANNEL_NEXTCLOUD_TALK_ENABLED</c>.</summary>
    public static string NameOf(string channelId) => $"CHANNEL_{channelId.ToUpperInvariant().Replace('-', '_')}_ENABLED";

    /// <summary>All names there are.</summary>
    public static IEnumerable<string> Names => [Runtime, .. ChannelCatalog.All.Select(channel => NameOf(channel.Id))];

    /// <param name="sources">Look-ups of a flag's value; null where a source says nothing.</param>
    public static FrozenSet<string> Disabled(params ReadOnlySpan<Func<string, string?>> sources)
    {
        var all = IsOff(Runtime, sources);
        var disabled = new List<string>();
        foreach (var channel in ChannelCatalog.All)
        {
            if (all || IsOff(NameOf(channel.Id), sources))
                disabled.Add(channel.Id);
        }

        return disabled.ToFrozenSet(StringComparer.Ordinal);
    }

    private static bool IsOff(string name, ReadOnlySpan<Func<string, string?>> sources)
    {
        foreach (var source in sources)
        {
            if (source(name) is { } value && !Values.Switch(value))
                return true;
        }

        return false;
    }
}
