using System.Collections.Immutable;

namespace Vespid.Channels;

internal static class ExtendedChannels
{
    public static readonly ImmutableArray<ChannelDescriptor> All =
    [
        new()
        {
            Id = "feishu", Label = "Feishu", Category = "extended", DocsPath = "/channels/feishu", OnboardingMode = "webhook",
            SupportsWebhook = true, SupportsSocketMode = true,
            MetadataSpecs =
            [
                Secret.Of("verificationToken", "Verification token", "From the app's event subscriptions."),
                Secret.Of("encryptKey", "Encrypt key", "Verifies and decrypts what Feishu sends."),
                Secret.Of("appSecret", "App secret", "Sends messages as the app appId."),
            ],
            Capabilities = new(30_000, TextUnit.Utf8Bytes, Threads: true, Edits: true, Media: true, Typing: false),
        },
        new()
        {
            Id = "mattermost", Label = "Mattermost", Category = "extended", DocsPath = "/channels/mattermost", OnboardingMode = "webhook",
            SupportsWebhook = true, SupportsSocketMode = true,
            MetadataSpecs =
            [
                Secret.IngressToken,
                Secret.Of("botToken", "Bot token", "Sends posts, and opens the socket when the setting receive is socket."),
            ],
            Capabilities = new(16_383, TextUnit.CodePoints, Threads: true, Edits: true, Media: true, Typing: true),
        },
        new()
        {
            Id = "bluebubbles", Label = "BlueBubbles", Category = "extended", DocsPath = "/channels/bluebubbles", OnboardingMode = "daemon",
            RequiresExternalRuntime = true, SupportsWebhook = true,
            MetadataSpecs =
            [
                Secret.WebhookSecret, Secret.IngressToken, new("apiBaseUrl", "Server URL", Required: false, "https://mac.example.org"),
                Secret.Of("serverPassword", "Server password", "Guards the server's REST API; for sending."),
            ],
            RuntimeDependencies = ["BlueBubbles server"],
            OnboardingHints = ["Add this account's ingress URL as a webhook of the BlueBubbles server."],
            Capabilities = new(10_000, TextUnit.Utf16CodeUnits, Threads: false, Edits: false, Media: true, Typing: true),
        },
        new()
        {
            Id = "msteams", Label = "Microsoft Teams", Category = "extended", DocsPath = "/channels/msteams", OnboardingMode = "oauth",
            RequiresExternalRuntime = true, SupportsWebhook = true,
            MetadataSpecs =
            [
                Secret.IngressToken,
                Secret.Of("outgoingWebhookSecret", "Outgoing webhook token", "The security token that Teams shows when the webhook is made."),
                Secret.Of("botAppPassword", "Bot password", "Client secret of the bot's app; sends messages as the bot botAppId."),
            ],
            RuntimeDependencies = ["Microsoft Bot Framework adapter"],
            OnboardingHints = ["Register a bot and set its messaging endpoint to this account's ingress URL."],
            Capabilities = new(14_000, TextUnit.Utf16CodeUnits, Threads: true, Edits: true, Media: true, Typing: true),
        },
        new()
        {
            Id = "line", Label = "LINE", Category = "extended", DocsPath = "/channels/line", OnboardingMode = "webhook",
            SupportsWebhook = true,
            MetadataSpecs =
            [
                Secret.Of("channelSecret", "Channel secret", "Verifies the signature that LINE puts on each body."),
                Secret.IngressToken,
                Secret.Of("channelAccessToken", "Channel access token", "Sends messages."),
            ],
            Capabilities = new(5000, TextUnit.Utf16CodeUnits, Threads: false, Edits: false, Media: true, Typing: true),
        },
        new()
        {
            Id = "nextcloud-talk", Label = "Nextcloud Talk", Category = "extended", DocsPath = "/channels/nextcloud-talk",
            OnboardingMode = "webhook", SupportsWebhook = true, SupportsSocketMode = true,
            MetadataSpecs =
            [
                Secret.IngressToken, Secret.Of("botSecret", "Bot secret", "Given to occ talk:bot:install; signs both ways."),
                new("apiBaseUrl", "Server URL", Required: false, "https://cloud.example.org", "Also the only server whose messages are taken."),
            ],
            Capabilities = new(32_000, TextUnit.CodePoints, Threads: false, Edits: false, Media: false, Typing: false),
        },
        new()
        {
            Id = "matrix", Label = "Matrix", Category = "extended", DocsPath = "/channels/matrix", OnboardingMode = "token",
            SupportsLongPolling = true, SupportsSocketMode = true,
            MetadataSpecs =
            [
                Secret.IngressToken, Secret.Of("hsToken", "Homeserver token", "The hs_token of the application service's registration."),
                Secret.Of("accessToken", "Access token", "Of the bot's user, or the as_token; for syncing and sending."),
                new("apiBaseUrl", "Homeserver URL", Required: false, "https://matrix.example.org"), new("userId", "User id of the bot", Required: false, "@bot:example.org"),
            ],
            Capabilities = new(40_000, TextUnit.Utf8Bytes, Threads: true, Edits: true, Media: true, Typing: true),
        },
        new()
        {
            Id = "nostr", Label = "Nostr", Category = "extended", DocsPath = "/channels/nostr", OnboardingMode = "socket",
            SupportsLongPolling = true, SupportsSocketMode = true,
            MetadataSpecs =
            [
                Secret.IngressToken, new("relays", "Relays", Required: false, "wss://relay.example.org"), new("publicKey", "Public key", Required: false, "64 hex digits"),
                Secret.Of("privateKey", "Private key", "64 hex digits; needed to send."),
            ],
            Capabilities = new(32_000, TextUnit.Utf8Bytes, Threads: true, Edits: false, Media: false, Typing: false),
        },
        new()
        {
            Id = "tlon", Label = "Tlon", Category = "extended", DocsPath = "/channels/tlon", OnboardingMode = "token",
            SupportsLongPolling = true,
            MetadataSpecs =
            [
                Secret.IngressToken, new("apiBaseUrl", "Ship URL", Required: false, "https://ship.example.org"),
                Secret.Of("code", "Access code", "The ship's +code; for receiving and sending."),
            ],
            Capabilities = new(10_000, TextUnit.CodePoints, Threads: true, Edits: false, Media: false, Typing: false),
        },
        new()
        {
            Id = "twitch", Label = "Twitch", Category = "extended", DocsPath = "/channels/twitch", OnboardingMode = "webhook",
            SupportsSocketMode = true,
            MetadataSpecs =
            [
                Secret.WebhookSecret,
                Secret.IngressToken,
                Secret.Of("botToken", "User access token", "With the scope user:write:chat; sends messages."),
            ],
            Capabilities = new(500, TextUnit.CodePoints, Threads: false, Edits: false, Media: false, Typing: false),
        },
        new()
        {
            Id = "zalo", Label = "Zalo", Category = "extended", DocsPath = "/channels/zalo", OnboardingMode = "webhook",
            SupportsWebhook = true, SupportsLongPolling = true,
            MetadataSpecs =
            [
                Secret.WebhookSecret,
                Secret.IngressToken,
                Secret.Of("oaSecretKey", "OA secret key", "Verifies what an Official Account's webhook sends."),
                Secret.Of("botSecretToken", "Bot secret token", "Given to the Bot Platform with the webhook; it comes back in a header."),
                Secret.Of("accessToken", "OA access token", "Sends messages as the Official Account."),
                Secret.Of("botToken", "Bot token", "Sends messages as a bot of the Bot Platform."),
            ],
            Capabilities = new(2000, TextUnit.CodePoints, Threads: false, Edits: false, Media: true, Typing: false),
        },
        new()
        {
            Id = "zalouser", Label = "Zalo Personal", Category = "extended", DocsPath = "/channels/zalouser", OnboardingMode = "webhook",
            SupportsWebhook = true, SupportsLongPolling = true, MetadataSpecs = [Secret.IngressToken],
            Capabilities = new(2000, TextUnit.CodePoints, Threads: false, Edits: false, Media: true, Typing: true),
        },
        new()
        {
            Id = "webchat", Label = "WebChat", Category = "extended", DocsPath = "/web/webchat", OnboardingMode = "socket",
            DefaultDmPolicy = "allowlist", DefaultRequireMentionInGroup = false,
            SupportsSocketMode = true, MetadataSpecs = [Secret.IngressToken], DeliversInStore = true,
            Capabilities = new(10_000, TextUnit.CodePoints, Threads: false, Edits: false, Media: false, Typing: false),
        },
    ];
}
