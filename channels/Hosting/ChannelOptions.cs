namespace Vespid.Channels;

/// <summary>Settings of the channels.</summary>
public sealed class ChannelOptions
{
    public static readonly TimeSpan DefaultOutboundTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Telegram's Bot API; a self-hosted server of it is allowed. From <c>TELEGRAM_API_BASE_URL</c>.</summary>
    public Uri TelegramApiBaseUrl { get; set; } = new("https://api.telegram.org");

    /// <summary>Discord's API for rooms. From <c>DISCORD_API_BASE_URL</c>.</summary>
    public Uri DiscordApiBaseUrl { get; set; } = new("https://discord.com/api/v10");

    /// <summary>OpenID metadata of the Bot Connector, which signs what Microsoft Teams sends; another one in a national cloud.</summary>
    public Uri BotConnectorMetadataUrl { get; set; } = new("https://login.botframework.com/v1/.well-known/openidconfiguration");

    /// <summary>Certificates with which Google Chat signs tokens for a project number.</summary>
    public Uri GoogleChatKeysUrl { get; set; } =
        new("https://www.googleapis.com/service_accounts/v1/metadata/x509/chat@system.gserviceaccount.com");

    /// <summary>Keys with which Google signs ID tokens.</summary>
    public Uri GoogleIdTokenKeysUrl { get; set; } = new("https://www.googleapis.com/oauth2/v3/certs");

    /// <summary>For one attempt. From <c>CHANNEL_OUTBOUND_TIMEOUT_MS</c>; default 10 s, 100 ms to 5 min.</summary>
    public TimeSpan OutboundTimeout { get; set; } = DefaultOutboundTimeout;

    /// <summary>
    /// Hosts, with a port or without, that tenants' URLs may name although they are private or not https. From <c>CHANNEL_OUTBOUND_ALLOWED_HOSTS</c>.
    /// </summary>
    public ISet<string> AllowedHosts { get; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Default <see cref="TransportMode.Live"/>; an account asks for the other with the setting <c>transport</c> = <c>stub</c>.</summary>
    public TransportMode Transport { get; set; }

    /// <summary>Key of web chat visitors' tokens, 32 bytes or more; empty when there is none, and then no token is issued or taken.</summary>
    public ReadOnlyMemory<byte> VisitorTokenKey { get; set; }
}
