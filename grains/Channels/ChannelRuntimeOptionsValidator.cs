using Microsoft.Extensions.Options;

namespace Vespid.Grains.Channels;

internal sealed class ChannelRuntimeOptionsValidator : IValidateOptions<ChannelRuntimeOptions>
{
    public ValidateOptionsResult Validate(string? name, ChannelRuntimeOptions options)
    {
        var errors = new List<string>();
        Within(errors, "CHANNEL_PAIRING_TTL_SEC", options.PairingTimeToLive, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30));
        Within(errors, "CHANNEL_PAIRING_PENDING_LIMIT", options.PairingPendingLimit, 1, 10_000);
        Within(errors, "CHANNEL_STORED_REFUSALS_PER_MINUTE", options.StoredRefusalsPerMinute, 1, 100_000);
        Within(errors, "CHANNEL_OUTBOUND_MAX_ATTEMPTS", options.OutboundMaxAttempts, 1, 100);
        Within(errors, "CHANNEL_OUTBOUND_RETRY_BASE_MS", options.OutboundRetryBase, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
        Within(errors, "CHANNEL_OUTBOUND_MAX_BACKOFF_MS", options.OutboundMaxBackoff, TimeSpan.FromMilliseconds(200), TimeSpan.FromDays(1));
        Within(errors, "CHANNEL_OUTBOUND_TTL_SEC", options.OutboundTimeToLive, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30));
        Within(errors, "TELEGRAM_SENDS_PER_SEC", options.TelegramSendsPerSecond, 1, 10_000);
        Within(errors, "TELEGRAM_CONVERSATION_INTERVAL_MS", options.TelegramConversationInterval, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Within(errors, "WORK_LEASE_SEC", options.WorkLease, TimeSpan.FromSeconds(5), TimeSpan.FromHours(1));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Within<T>(List<string> errors, string setting, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            errors.Add($"{setting} must be from {least} to {most}, but is {value}.");
    }
}
