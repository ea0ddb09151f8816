namespace Vespid.Channels;

/// <summary>Bounds of <see cref="ChannelOptions"/>.</summary>
internal static class ChannelOptionsRules
{
    public const string TimeoutBound = "ChannelOptions.OutboundTimeout (CHANNEL_OUTBOUND_TIMEOUT_MS) must be from 100 ms to 5 min.";
    public const string KeyBound = "ChannelOptions.VisitorTokenKey must be empty or have at least 32 bytes.";

    public static bool TimeoutInRange(ChannelOptions options) =>
        options.OutboundTimeout >= TimeSpan.FromMilliseconds(100) && options.OutboundTimeout <= TimeSpan.FromMinutes(5);

    public static bool KeyLongEnough(ChannelOptions options) => options.VisitorTokenKey.Length is 0 or >= 32;
}
