using Vespid.Grains.Channels;

namespace Vespid.Tests.Unit.Channels;

public sealed class RuntimeOptionsTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    /// <summary>Variable, least and most as the fault writes them.</summary>
    public static TheoryData<string, object, object> Bounds => new()
    {
        { "CHANNEL_PAIRING_TTL_SEC", TimeSpan.FromMinutes(1), TimeSpan.FromDays(30) },
        { "CHANNEL_PAIRING_PENDING_LIMIT", 1, 10_000 },
        { "CHANNEL_STORED_REFUSALS_PER_MINUTE", 1, 100_000 },
        { "CHANNEL_OUTBOUND_MAX_ATTEMPTS", 1, 100 },
        { "CHANNEL_OUTBOUND_RETRY_BASE_MS", TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1) },
        { "CHANNEL_OUTBOUND_MAX_BACKOFF_MS", TimeSpan.FromMilliseconds(200), TimeSpan.FromDays(1) },
        { "CHANNEL_OUTBOUND_TTL_SEC", TimeSpan.FromMinutes(1), TimeSpan.FromDays(30) },
        { "TELEGRAM_SENDS_PER_SEC", 1, 10_000 },
        { "TELEGRAM_CONVERSATION_INTERVAL_MS", TimeSpan.Zero, TimeSpan.FromMinutes(1) },
        { "WORK_LEASE_SEC", TimeSpan.FromSeconds(5), TimeSpan.FromHours(1) },
    };

    [Fact]
    public void What_holds_when_nothing_is_set_is_within_bounds() => Assert.Empty(Faults(new ChannelRuntimeOptions()));

    [Theory]
    [MemberData(nameof(Bounds))]
    public void Both_bounds_are_allowed_and_nothing_beyond_them(string variable, object least, object most)
    {
        Assert.Empty(Faults(With(variable, least)));
        Assert.Empty(Faults(With(variable, most)));
        var (below, above) = least is TimeSpan shortest ? ((object)(shortest - Tick), (object)((TimeSpan)most + Tick)) : ((int)least - 1, (int)most + 1);
        Assert.Equal([$"{variable} must be from {least} to {most}, but is {below}."], Faults(With(variable, below)));
        Assert.Equal([$"{variable} must be from {least} to {most}, but is {above}."], Faults(With(variable, above)));
    }

    private static ChannelRuntimeOptions With(string variable, object value)
    {
        var options = new ChannelRuntimeOptions();
        switch (variable)
        {
            case "CHANNEL_PAIRING_TTL_SEC": options.PairingTimeToLive = (TimeSpan)value; break;
            case "CHANNEL_PAIRING_PENDING_LIMIT": options.PairingPendingLimit = (int)value; break;
            case "CHANNEL_STORED_REFUSALS_PER_MINUTE": options.StoredRefusalsPerMinute = (int)value; break;
            case "CHANNEL_OUTBOUND_MAX_ATTEMPTS": options.OutboundMaxAttempts = (int)value; break;
            case "CHANNEL_OUTBOUND_RETRY_BASE_MS": options.OutboundRetryBase = (TimeSpan)value; break;
            case "CHANNEL_OUTBOUND_MAX_BACKOFF_MS": options.OutboundMaxBackoff = (TimeSpan)value; break;
            case "CHANNEL_OUTBOUND_TTL_SEC": options.OutboundTimeToLive = (TimeSpan)value; break;
            case "TELEGRAM_SENDS_PER_SEC": options.TelegramSendsPerSecond = (int)value; break;
            case "TELEGRAM_CONVERSATION_INTERVAL_MS": options.TelegramConversationInterval = (TimeSpan)value; break;
            default: options.WorkLease = (TimeSpan)value; break;
        }

        return options;
    }

    private static IEnumerable<string> Faults(ChannelRuntimeOptions options) => new ChannelRuntimeOptionsValidator().Validate(null, options).Failures ?? [];
}
