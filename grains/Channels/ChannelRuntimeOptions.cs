namespace Vespid.Grains.Channels;

/// <summary>Settings of the channel runtime.</summary>
public sealed class ChannelRuntimeOptions
{
    /// <summary>Serve accounts that have no secret (<c>CHANNEL_INGRESS_ALLOW_UNSIGNED</c>): off in production, on in development.</summary>
    public bool AllowUnsigned { get; set; }

    /// <summary>Answer failed authenticity with 401 on every channel (<c>CHANNEL_INGRESS_STRICT_STATUS</c>).</summary>
    public bool StrictStatus { get; set; }

    /// <summary>How long a pairing request can be decided (<c>CHANNEL_PAIRING_TTL_SEC</c>), one minute to 30 days.</summary>
    public TimeSpan PairingTimeToLive { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Most pending pairing requests of one account, 1 to 10,000.</summary>
    public int PairingPendingLimit { get; set; } = 200;

    /// <summary>Tell an unknown sender the pairing code (<c>CHANNEL_PAIRING_NOTICE</c>).</summary>
    public bool PairingNotice { get; set; }

    /// <summary>Most refusals of one account that are stored in a minute, 1 to 100,000; the rest is only counted.</summary>
    public int StoredRefusalsPerMinute { get; set; } = 600;

    /// <summary>Attempts that a receiver may answer with a failure (<c>CHANNEL_OUTBOUND_MAX_ATTEMPTS</c>), 1 to 100.</summary>
    public int OutboundMaxAttempts { get; set; } = 3;

    /// <summary>Wait after the first failure (<c>CHANNEL_OUTBOUND_RETRY_BASE_MS</c>); raised to 200 ms.</summary>
    public TimeSpan OutboundRetryBase { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait between attempts (<c>CHANNEL_OUTBOUND_MAX_BACKOFF_MS</c>), 200 ms to one day.</summary>
    public TimeSpan OutboundMaxBackoff { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>After it a message that could not be sent expires (<c>CHANNEL_OUTBOUND_TTL_SEC</c>), one minute to 30 days.</summary>
    public TimeSpan OutboundTimeToLive { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Messages that one Telegram bot sends a second (<c>TELEGRAM_SENDS_PER_SEC</c>), 1 to 10,000; Telegram's own servers allow about 30.</summary>
    public int TelegramSendsPerSecond { get; set; } = 30;

    /// <summary>Time between messages to one Telegram conversation after a burst of three (<c>TELEGRAM_CONVERSATION_INTERVAL_MS</c>), 0 to one minute.</summary>
    public TimeSpan TelegramConversationInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a claim of work holds without a heartbeat, 5 s to one hour.</summary>
    public TimeSpan WorkLease { get; set; } = TimeSpan.FromSeconds(60);
}
