using System.Collections.Immutable;

namespace Vespid.Channels;

internal static class CoreChannels
{
    public static readonly ImmutableArray<ChannelDescriptor> All =
    [
        new()
        {
            Id = "whatsapp", Label = "WhatsApp", Category = "core", DocsPath = "/channels/whatsapp", OnboardingMode = "token",
            SupportsLongPolling = true,
            MetadataSpecs =
            [
                Secret.Of("appSecret", "App secret", "Verifies the signature that Meta puts on each body."),
                Secret.Of("verifyToken", "Verify token", "The one given to Meta with the callback URL."),
                Secret.Of("accessToken", "Access token", "Of a system user; sends messages from the number phoneNumberId."),
            ],
            Capabilities = new(4096, TextUnit.Utf16CodeUnits, Threads: false, Edits: false, Media: true, Typing: true),
        },
        new()
        {
            Id = "telegram", Label = "Telegram", Category = "core", DocsPath = "/channels/telegram", OnboardingMode = "webhook",
            SupportsWebhook = true, SupportsLongPolling = true,
            MetadataSpecs = [Secret.Of("webhookSecretToken", "Webhook secret token", "The secret_token given to setWebhook.")],
            Capabilities = new(4096, TextUnit.Utf16CodeUnits, Threads: true, Edits: true, Media: true, Typing: true),
        },
        new()
        {
            Id = "discord", Label = "Discord", Category = "core", DocsPath = "/channels/discord", OnboardingMode = "webhook",
            SupportsSocketMode = true,
            MetadataSpecs =
            [
                Secret.Required("discordPublicKey", "Application public key", "32 bytes in hex, from the developer portal."),
                Secret.Of("botToken", "Bot token", "Sends messages, and opens the gateway when the setting receive is socket."),
            ],
            Capabilities = new(2000, TextUnit.CodePoints, Threads: true, Edits: true, Media: true, Typing: true),
        },
        new()
        {
            Id = "irc", Label = "IRC", Category = "core", DocsPath = "/channels/irc", OnboardingMode = "socket",
            SupportsSocketMode = true,
            MetadataSpecs =
            [
                Secret.IngressToken, new("serverUrl", "Server", Required: false, "ircs://irc.example.org:6697"), new("nick", "Nick", Required: false, "vespid"),
                new("channels", "Channels", Required: false, "#ops,#dev"), Secret.Of("saslPassword", "SASL password", "Of the nick's services account."),
            ],
            Capabilities = new(400, TextUnit.Utf8Bytes, Threads: false, Edits: false, Media: false, Typing: false),
        },
        new()
        {
            Id = "slack", Label = "Slack", Category = "core", DocsPath = "/channels/slack", OnboardingMode = "webhook",
            SupportsWebhook = true, SupportsSocketMode = true,
            MetadataSpecs =
            [
                Secret.Required("signingSecret", "Signing secret", "From the app's basic information."),
                Secret.Of("botToken", "Bot token", "Starts with xoxb-; sends messages."),
                Secret.Of("appToken", "App-level token", "Starts with xapp-; opens Socket Mode when the setting receive is socket."),
            ],
            Capabilities = new(4000, TextUnit.CodePoints, Threads: true, Edits: true, Media: true, Typing: false),
        },
        new()
        {
            Id = "googlechat", Label = "Google Chat", Category = "core", DocsPath = "/channels/googlechat", OnboardingMode = "webhook",
            SupportsWebhook = true,
            MetadataSpecs =
            [
                Secret.Of("verificationToken", "Verification token", "Sent by Google Chat with each event; the older way."),
                Secret.Of("serviceAccountKey", "Service account key", "The JSON key file; sends messages as the app."),
            ],
            Capabilities = new(4096, TextUnit.CodePoints, Threads: true, Edits: true, Media: false, Typing: false),
        },
        new()
        {
            Id = "signal", Label = "Signal", Category = "core", DocsPath = "/channels/signal", OnboardingMode = "daemon",
            RequiresExternalRuntime = true, SupportsLongPolling = true,
            MetadataSpecs =
            [
                Secret.WebhookSecret, Secret.IngressToken, new("apiBaseUrl", "Daemon URL", Required: false, "http://127.0.0.1:8080", "Of signal-cli's HTTP daemon."),
                new("number", "Number of the bot", Required: false, "+15550001"),
            ],
            RuntimeDependencies = ["signal-cli bridge"],
            OnboardingHints = ["Run the signal-cli bridge beside the gateway and point it at this account's ingress URL."],
            Capabilities = new(2000, TextUnit.Utf8Bytes, Threads: false, Edits: true, Media: true, Typing: true),
        },
        new()
        {
            Id = "imessage", Label = "iMessage", Category = "core", DocsPath = "/channels/imessage", OnboardingMode = "daemon",
            RequiresExternalRuntime = true, SupportsLongPolling = true,
            MetadataSpecs =
            [
                Secret.IngressToken, new("apiBaseUrl", "Bridge URL", Required: false, "https://mac.example.org"),
                Secret.Of("bridgeToken", "Bridge token", "Sent to the bridge with each call."),
            ],
            RuntimeDependencies = ["iMessage bridge daemon"],
            OnboardingHints = ["Run the bridge on a signed-in Mac and point it at this account's ingress URL."],
            Capabilities = new(10_000, TextUnit.Utf16CodeUnits, Threads: false, Edits: false, Media: true, Typing: false),
        },
    ];
}
