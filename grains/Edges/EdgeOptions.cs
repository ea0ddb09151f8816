namespace Vespid.Grains.Edges;

/// <summary>Settings of partner edges and their alerts.</summary>
public sealed class EdgeOptions
{
    /// <summary>Equal samples that make a transition (<c>EDGE_TRANSITION_SAMPLES</c>), 1 to 10: the proxy has debounced already.</summary>
    public int TransitionSamples { get; set; } = 1;

    /// <summary>Silence after which an edge is stale (<c>EDGE_STALE_AFTER</c>), 30 s to one day; never less than three of its intervals.</summary>
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromSeconds(180);

    /// <summary>Silence after which it is silent (<c>EDGE_SILENT_AFTER</c>), more than stale, at most a week; never less than ten of its intervals.</summary>
    public TimeSpan SilentAfter { get; set; } = TimeSpan.FromSeconds(600);

    /// <summary>Seconds between reports that edges are told to keep (<c>EDGE_REPORT_INTERVAL_SEC</c>), 10 to 3600.</summary>
    public int ReportIntervalSeconds { get; set; } = 60;

    /// <summary>Life of a registration token (<c>REGISTRATION_TOKEN_TTL</c>), one minute to 30 days.</summary>
    public TimeSpan RegistrationTokenTtl { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long history is kept (<c>EDGE_HISTORY_DAYS</c>), 1 to 3650 days.</summary>
    public TimeSpan HistoryAge { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Key of cross-probe tokens, 32 bytes or more; empty when there is none, and then none is issued or taken.</summary>
    public ReadOnlyMemory<byte> CrossProbeKey { get; set; }

    /// <summary>First hop of the receiver <c>default</c> (<c>OXPULSE_TG_WEBHOOK</c>); null for none.</summary>
    public Uri? Webhook { get; set; }

    /// <summary>Chat of its second hop (<c>OXPULSE_TG_CHAT</c>); null for none.</summary>
    public string? TelegramChat { get; set; }

    /// <summary>Bot token of receivers that have none of their own (<c>TG_TOKEN</c>).</summary>
    public string? TelegramToken { get; set; }

    /// <summary>Where the second hop is instead of Telegram's <c>sendMessage</c> (<c>OXPULSE_TG_API_FALLBACK</c>); null for Telegram.</summary>
    public Uri? TelegramFallback { get; set; }

    /// <summary>Least time between messages on one key (<c>OXPULSE_TG_MIN_INTERVAL</c>), 0 to one day.</summary>
    public TimeSpan MinInterval { get; set; } = TimeSpan.FromSeconds(600);

    /// <summary>How long a message waits for others of its edge (<c>EDGE_GROUP_WAIT</c>), 0 to 60 s; critical ones do not.</summary>
    public TimeSpan GroupWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Time between reminders of a critical incident (<c>EDGE_REPEAT_CRITICAL</c>), 60 s to one day.</summary>
    public TimeSpan RepeatCritical { get; set; } = TimeSpan.FromSeconds(300);

    /// <summary>Time between reminders of the others (<c>EDGE_REPEAT_WARN</c>), 60 s to a week.</summary>
    public TimeSpan RepeatWarn { get; set; } = TimeSpan.FromSeconds(14_400);

    /// <summary>A critical incident that nobody acknowledges goes to the next receiver after this (<c>EDGE_ESCALATE_AFTER</c>), 60 s to one day.</summary>
    public TimeSpan EscalateAfter { get; set; } = TimeSpan.FromSeconds(900);

    /// <summary>Messages of one edge in the window that open its breaker (<c>OXPULSE_CB_MAX</c>), 1 to 1000.</summary>
    public int BreakerMax { get; set; } = 5;

    /// <summary>The window (<c>OXPULSE_CB_WINDOW</c>), 60 s to one day.</summary>
    public TimeSpan BreakerWindow { get; set; } = TimeSpan.FromSeconds(1800);

    /// <summary>Reminders of one critical incident that open it (<c>OXPULSE_CB_MAX_CRITICAL</c>), 1 to 1000.</summary>
    public int BreakerMaxCritical { get; set; } = 3;

    /// <summary>Time between digests while it is open (<c>OXPULSE_CB_DIGEST</c>), 60 s to one day.</summary>
    public TimeSpan BreakerDigest { get; set; } = TimeSpan.FromSeconds(3600);

    /// <summary>Time after which it half opens by itself (<c>OXPULSE_CB_HALF_OPEN</c>), 60 s to a week.</summary>
    public TimeSpan BreakerHalfOpen { get; set; } = TimeSpan.FromSeconds(21_600);

    /// <summary>Edges that make a cascade (<c>FLEET_CASCADE_MIN</c>), 2 to 100000.</summary>
    public int CascadeMin { get; set; } = 3;

    /// <summary>Share of a region's edges that makes a cascade (<c>FLEET_CASCADE_PCT</c>), 1 to 100 per cent.</summary>
    public int CascadePercent { get; set; } = 30;

    /// <summary>Within this time (<c>FLEET_CASCADE_WINDOW</c>), 10 s to one hour.</summary>
    public TimeSpan CascadeWindow { get; set; } = TimeSpan.FromSeconds(120);
}
