using System.Net;
using Vespid.Channels;
using Vespid.Gateway.Hosting;
using Vespid.Grains.Channels;
using Vespid.Grains.ChatOps;
using Vespid.Grains.Edges;
using Vespid.Silo.Clustering;
using Vespid.Silo.Logging.Forwarding;
using Vespid.Storage;
using Vespid.Storage.Secrets;

namespace Vespid.Silo.Configuration;

/// <summary>Every environment variable there is. The table in <c>docs/configuration.md</c> is compared with this one by a test.</summary>
internal static class SettingCatalog
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        .. Host(),
        .. Cluster(),
        .. Logs(),
        .. Ages(),
        .. Storage(),
        .. Http(),
        .. SignIn(),
        .. Channels(),
        .. Outbound(),
        .. Edges(),
        .. ChatOps(),
    ];

    /// <summary>Switches that are read while the process runs, and so are no options: names are fixed or made from the channel's id.</summary>
    public static IReadOnlyList<(string Name, string Default, string Description)> Switches { get; } =
    [
        ("CHANNEL_RUNTIME_ENABLED", "on", "Off refuses all channel messages with `channel_disabled`. Read per message; a change in a watched env file or by `vespid flags` holds within 5 s."),
        ("CHANNEL_<ID>_ENABLED", "on", "The same for one channel; the id in upper case with `-` as `_`, for example `CHANNEL_NEXTCLOUD_TALK_ENABLED`."),
    ];

    private static Setting[] Host() =>
    [
        new Setting<VespidOptions>("VESPID_BIND", "127.0.0.1", "Address that all ports bind to. Anything but loopback means production rules unless `VESPID_ENV` is `local`.", (o, v) => o.Bind = IPAddress.TryParse(v, out var address) ? address : throw new FormatException("must be an IP address")),
        new Setting<VespidOptions>("VESPID_ROLE", "all", "`all`, `silo` or `gateway`. A gateway forwards requests to the active process and never becomes it; it needs no `SECRETS_KEK_BASE64`.", (o, v) => o.Role = Values.Word<ProcessRole>(v)),
        new Setting<VespidOptions>("VESPID_ADVERTISED_HOST", "the bind address", "Name or address under which other processes reach this one; for an address of all interfaces the default is the host's name.", (o, v) => o.AdvertisedHost = Values.Host(v)),
        new Setting<VespidOptions>("VESPID_PORT_OFFSET", "0", "Added to every port (3001, 3002, 8080, 9464), for a second process on one machine; 0 to 50000.", (o, v) => o.PortOffset = Values.Int(v)),
        new Setting<VespidOptions>("VESPID_ENV", "by bind address", "`local`, `staging` or `production`.", (o, v) => o.Environment = Values.Word<DeploymentEnvironment>(v)),
        new Setting<VespidOptions>("VESPID_DATA_DIR", ".data", "Folder of the private PostgreSQL server and of the keys made in development.", (o, v) => o.DataFolder = v),
        new Setting<VespidOptions>("VESPID_LOG_LEVEL", "Information", "Least level that is logged: Trace, Debug, Information, Warning, Error.", (o, v) => o.LogLevel = Values.Word<LogLevel>(v)),
        new Setting<VespidOptions>("VESPID_DEMO", "true", "Whether a first start in development makes the `demo` organisation. Never in production.", (o, v) => o.Demo = Values.Bool(v)),
        new Setting<VespidOptions>("VESPID_DRAIN_SEC", "30", "Longest time that stopping takes, seconds, 1 to 300.", (o, v) => o.DrainTimeout = Values.Seconds(v)),
        new Setting<VespidOptions>("OTEL_EXPORTER_OTLP_ENDPOINT", "none", "Where traces and metrics are sent; telemetry is on exactly when it is set.", (o, v) => o.OtlpEndpoint = Values.Url(v)),
        new Setting<VespidOptions>("AUTH_USERNAME", "none", "E-mail address of the first operator, made on first start.", (o, v) => o.OperatorEmail = v),
        new Setting<VespidOptions>("AUTH_PASSWORD", "none", "Password of the first operator, at least 8 characters.", (o, v) => o.OperatorPassword = v, IsSecret: true),
    ];

    private static Setting[] Cluster() =>
    [
        new Setting<ClusterSettings>("REDIS_URL", "none", "Redis that lists the silos of a cluster, as `redis://user:password@host:port/database`, or `rediss://` over TLS. Only for several silos, on a build on Orleans' packages.", (o, v) => o.Redis = Values.Redis(v), IsSecret: true),
        new Setting<ClusterSettings>("CLUSTER_ID", "vespid", "Name of the cluster; silos of the same name find each other.", (o, v) => o.Id = Values.Name(v)),
        new Setting<ClusterSettings>("CLUSTER_TLS_CERT", "none", "Certificate that a silo shows to the others, PEM; mostly given as `CLUSTER_TLS_CERT_FILE`. Without it silos talk in the clear.", (o, v) => o.Certificate = v),
        new Setting<ClusterSettings>("CLUSTER_TLS_KEY", "none", "Its private key, PEM.", (o, v) => o.Key = v, IsSecret: true),
        new Setting<ClusterSettings>("CLUSTER_TLS_CA", "none", "Authority that signs the certificates of silos, PEM; nobody else is let in.", (o, v) => o.Authority = v),
    ];

    private static Setting[] Logs() =>
    [
        new Setting<VespidOptions>("VESPID_BUILD_SHA", "none", "Commit that was built; stands on every log line, as `build_sha`.", (o, v) => o.BuildSha = Values.Name(v)),
        new Setting<VespidOptions>("VESPID_IMAGE_DIGEST", "none", "Digest of the image that runs, `sha256:` and 64 hexadecimal digits; for deployment records.", (o, v) => o.ImageDigest = Values.Digest(v)),
        new Setting<VespidOptions>("CONFIG_MANIFEST_HASH", "made of the settings", "Hash of the rendered configuration, 64 hexadecimal digits; stands on every log line, as `config_manifest_hash`.", (o, v) => o.ManifestHash = Values.Hash(v)),
        new Setting<VespidOptions>("LOG_FORWARD_ENDPOINT", "none", "Where log lines go besides standard error: `tcp://host:port`, `udp://host:port` or `stdout`, several with commas between them.", (o, v) => o.LogTargets = [.. Values.List(v).Select(LogTarget.Parse)]),
        new Setting<VespidOptions>("LOG_FORWARD_QUEUE", "10000", "Most lines that wait for one target, 16 to 1000000; more are dropped and counted.", (o, v) => o.LogQueueLimit = Values.Int(v)),
        new Setting<VespidOptions>("LOG_DRAIN_TOKEN", "none", "Said first on each connection over TCP: `{\"authorization\":\"Bearer …\"}`.", (o, v) => o.LogDrainToken = v, IsSecret: true),
    ];

    private static Setting[] Ages() =>
    [
        .. SecretAge.Rules.Select(rule => new Setting<VespidOptions>(
            rule.Variable, "none", $"Day on which it was issued, ISO 8601; older than {rule.WarnDays} days is told, older than {rule.MaxDays} is an error of `check-config` in production.",
            (o, v) => o.SecretsIssuedAt[rule.Variable] = Values.Time(v))),
    ];

    private static Setting[] Storage() =>
    [
        new Setting<StorageOptions>("DATABASE_URL", "a private server", "PostgreSQL 15 or later, as `postgres://user:password@host:port/database` or an Npgsql connection string.", (o, v) => o.ConnectionString = v, IsSecret: true),
        new Setting<StorageOptions>("STORAGE_WRITER_CONNECTIONS", "2", "Connections of the commit log, 1 to 8.", (o, v) => o.WriterConnections = Values.Int(v)),
        new Setting<StorageOptions>("STORAGE_COMMIT_QUEUE", "10000", "Most commits waiting, 16 to 1000000; one organisation may hold a quarter.", (o, v) => o.CommitQueueLimit = Values.Int(v)),
        new Setting<StorageOptions>("STORAGE_COMMIT_BATCH", "1000", "Most commits in one statement, 1 to 10000.", (o, v) => o.CommitBatchLimit = Values.Int(v)),
        new Setting<StorageOptions>("STORAGE_COMMIT_DEADLINE_MS", "1500", "How long a commit waits before its caller is answered 503, milliseconds, 100 to 30000.", (o, v) => o.CommitDeadline = Values.Milliseconds(v)),
        new Setting<SecretsOptions>("SECRETS_KEK_ID", "dev-kek-v1", "Name of the key that account secrets are encrypted under.", (o, v) => o.KekId = v),
        new Setting<SecretsOptions>("SECRETS_KEK_BASE64", "made in the data folder (development)", "That key: 32 bytes in base64. Required in production.", (o, v) => o.Kek = Values.Key(v), IsSecret: true),
        new Setting<SecretsOptions>("SECRETS_KEK_PREVIOUS", "none", "Keys before it, as `name:base64` with commas between them; they still open.", SetPreviousKeks, IsSecret: true),
    ];

    private static Setting[] Http() =>
    [
        new Setting<GatewayOptions>("INTERNAL_API_SERVICE_TOKEN", "dev-gateway-token (development)", "Token of internal callers. Required in production.", (o, v) => o.ServiceTokens.Add(v), IsSecret: true),
        new Setting<GatewayOptions>("API_SERVICE_TOKEN", "none", "Used when `INTERNAL_API_SERVICE_TOKEN` is not set.", AddIfNone, IsSecret: true),
        new Setting<GatewayOptions>("GATEWAY_SERVICE_TOKEN", "none", "Used when neither of the two before is set.", AddIfNone, IsSecret: true),
        new Setting<GatewayOptions>("INTERNAL_API_SERVICE_TOKEN_PREVIOUS", "none", "Token before it, accepted too during a rotation.", (o, v) => o.ServiceTokens.Add(v), IsSecret: true),
        new Setting<GatewayOptions>("CHANNEL_INGRESS_MAX_BODY_BYTES", "1048576", "Largest request body, bytes, 1024 to 16777216.", (o, v) => o.MaxBodyBytes = Values.Int(v)),
        new Setting<GatewayOptions>("CHANNEL_INGRESS_RATE_AUTH_FAILURES_PER_MIN", "10", "Ingress requests a minute that may fail authenticity from one address for one account before 429.", (o, v) => o.FailedAuthenticityPerMinute = Values.Int(v)),
        new Setting<GatewayOptions>("CHANNEL_INGRESS_RATE_PER_SEC", "1000", "Ingress requests a second for one account before 429.", (o, v) => o.IngressPerSecond = Values.Int(v)),
        new Setting<GatewayOptions>("TRUSTED_PROXIES", "none", "CIDR blocks of proxies whose `X-Forwarded-For` is believed.", (o, v) => AddAll(o.TrustedProxies, Values.Networks(v))),
        new Setting<GatewayOptions>("CORS_ORIGIN", "none", "The one other origin whose pages may call the control API.", (o, v) => o.CorsOrigin = v),
        new Setting<GatewayOptions>("ORG_CONTEXT_ENFORCEMENT", "strict", "`strict` refuses calls with a missing or wrong `x-org-id`; `warn` marks the answer.", (o, v) => o.OrgContextEnforcement = Values.Word<OrgContextEnforcement>(v)),
    ];

    private static Setting[] SignIn() =>
    [
        new Setting<GatewayOptions>("AUTH_TOKEN_SECRET", "made in the data folder (development)", "Signs access tokens and cookies; at least 32 characters. Required in production.", (o, v) => o.AuthTokenSecret = v, IsSecret: true),
        new Setting<GatewayOptions>("REFRESH_TOKEN_SECRET", "made in the data folder (development)", "Key of the stored hashes of refresh tokens; at least 32 characters. Required in production.", (o, v) => o.RefreshTokenSecret = v, IsSecret: true),
        new Setting<GatewayOptions>("ACCESS_TOKEN_TTL_SEC", "900", "Life of an access token, seconds, 60 to 86400.", (o, v) => o.AccessTokenTtl = Values.Seconds(v)),
        new Setting<GatewayOptions>("SESSION_TTL_SEC", "604800", "Life of a sign-in without a refresh, seconds, 3600 to 7776000.", (o, v) => o.SessionTtl = Values.Seconds(v)),
        new Setting<GatewayOptions>("SESSION_COOKIE_NAME", "vespid_session", "Name of the session cookie.", (o, v) => o.SessionCookieName = v),
        new Setting<GatewayOptions>("AUTH_SIGNUP_MODE", "open (development), closed (production)", "`open`, `pin` or `closed`; `open` only in development.", (o, v) => o.SignupMode = Values.Word<SignupMode>(v)),
        new Setting<GatewayOptions>("AUTH_SIGNUP_PIN", "none", "Pin that a sign-up needs when the mode is `pin`.", (o, v) => o.SignupPin = v, IsSecret: true),
        new Setting<GatewayOptions>("AUTH_SIGNIN_PER_MIN", "10", "Sign-ins tried a minute from one address, and for one e-mail address, before 429.", (o, v) => o.SignInPerMinute = Values.Int(v)),
        new Setting<GatewayOptions>("AUTH_SIGNUP_PER_MIN", "10", "Sign-ups a minute from one address before 429.", (o, v) => o.SignUpPerMinute = Values.Int(v)),
    ];

    private static Setting[] Channels() =>
    [
        new Setting<ChannelRuntimeOptions>("CHANNEL_INGRESS_ALLOW_UNSIGNED", "true in development, false in production", "Serve accounts that have no secret.", (o, v) => o.AllowUnsigned = Values.Bool(v)),
        new Setting<ChannelRuntimeOptions>("CHANNEL_INGRESS_STRICT_STATUS", "false", "Answer failed authenticity with 401 on every channel, not only where the vendor wants it.", (o, v) => o.StrictStatus = Values.Bool(v)),
        new Setting<ChannelRuntimeOptions>("CHANNEL_PAIRING_TTL_SEC", "86400", "How long a pairing request can be decided, seconds, 60 to 2592000.", (o, v) => o.PairingTimeToLive = Values.Seconds(v)),
        new Setting<ChannelRuntimeOptions>("CHANNEL_PAIRING_PENDING_LIMIT", "200", "Most pending pairing requests of one account, 1 to 10000.", (o, v) => o.PairingPendingLimit = Values.Int(v)),
        new Setting<ChannelRuntimeOptions>("CHANNEL_PAIRING_NOTICE", "false", "Tell an unknown sender the pairing code, once a request.", (o, v) => o.PairingNotice = Values.Bool(v)),
        new Setting<ChannelRuntimeOptions>("CHANNEL_STORED_REFUSALS_PER_MINUTE", "600", "Refusals of one account that are stored in a minute, 1 to 100000; the rest is only counted.", (o, v) => o.StoredRefusalsPerMinute = Values.Int(v)),
        new Setting<ChannelRuntimeOptions>("WORK_LEASE_SEC", "60", "How long a claim of work holds without a heartbeat, seconds, 5 to 3600.", (o, v) => o.WorkLease = Values.Seconds(v)),
        new Setting<ChannelOptions>("TELEGRAM_API_BASE_URL", "https://api.telegram.org", "Telegram's Bot API, or a server of one's own.", (o, v) => o.TelegramApiBaseUrl = Values.Url(v)),
        new Setting<ChannelRuntimeOptions>("TELEGRAM_SENDS_PER_SEC", "30", "Messages that one bot sends a second, 1 to 10000; Telegram's own servers allow about 30.", (o, v) => o.TelegramSendsPerSecond = Values.Int(v)),
        new Setting<ChannelRuntimeOptions>("TELEGRAM_CONVERSATION_INTERVAL_MS", "1000", "Time between messages to one conversation after a burst of three, milliseconds, 0 to 60000.", (o, v) => o.TelegramConversationInterval = Values.Milliseconds(v)),
        new Setting<ChannelOptions>("TELEGRAM_TRANSPORT_MODE", "live", "`stub` sends nothing and lists at `/stub/sent` what would have gone out.", (o, v) => o.Transport = Values.Word<TransportMode>(v)),
    ];

    private static Setting[] Outbound() =>
    [
        new Setting<ChannelRuntimeOptions>("CHANNEL_OUTBOUND_MAX_ATTEMPTS", "3", "Attempts that a receiver may answer with a failure before the message is a dead letter, 1 to 100.", (o, v) => o.OutboundMaxAttempts = Values.Int(v)),
        new Setting<ChannelRuntimeOptions>("CHANNEL_OUTBOUND_RETRY_BASE_MS", "500", "Wait after the first failure, milliseconds; it doubles each time and is at least 200.", (o, v) => o.OutboundRetryBase = Values.Milliseconds(v)),
        new Setting<ChannelRuntimeOptions>("CHANNEL_OUTBOUND_MAX_BACKOFF_MS", "30000", "Longest wait between attempts, milliseconds, 200 to 86400000.", (o, v) => o.OutboundMaxBackoff = Values.Milliseconds(v)),
        new Setting<ChannelRuntimeOptions>("CHANNEL_OUTBOUND_TTL_SEC", "86400", "After it a message that could not be sent expires, seconds, 60 to 2592000.", (o, v) => o.OutboundTimeToLive = Values.Seconds(v)),
        new Setting<ChannelOptions>("CHANNEL_OUTBOUND_TIMEOUT_MS", "10000", "Time for one attempt, milliseconds, 100 to 300000.", (o, v) => o.OutboundTimeout = Values.Milliseconds(v)),
        new Setting<ChannelOptions>("CHANNEL_OUTBOUND_ALLOWED_HOSTS", "none", "Hosts, with a port or without, that tenants' URLs may name although they are private or not https.", (o, v) => AddAll(o.AllowedHosts, Values.List(v))),
    ];

    private static Setting[] ChatOps() =>
    [
        new Setting<ChatOpsVariables>("CONTENTOPS_CHAT_ENABLED", "false", "Rooms that bridge Telegram and Discord, and their commands.", (o, v) => o.Given["CONTENTOPS_CHAT_ENABLED"] = v),
        new Setting<ChatOpsVariables>("CONTENTOPS_CONFIG", "none", "Path of a JSON document with rooms, bindings and rules; variables stand above it.", (o, v) => o.Document = v),
        new Setting<ChatOpsVariables>("TELEGRAM_BOT_TOKEN", "none", "Token of the Telegram bot; needed when the rooms are on.", (o, v) => o.Given["TELEGRAM_BOT_TOKEN"] = v, IsSecret: true),
        new Setting<ChatOpsVariables>("CONTENTOPS_TELEGRAM_BOT_TOKEN", "none", "Another bot for the rooms than `TELEGRAM_BOT_TOKEN`.", (o, v) => o.Given["CONTENTOPS_TELEGRAM_BOT_TOKEN"] = v, IsSecret: true),
        new Setting<ChatOpsVariables>("DISCORD_BOT_TOKEN", "none", "Token of the Discord bot; needed when the rooms are on.", (o, v) => o.Given["DISCORD_BOT_TOKEN"] = v, IsSecret: true),
        new Setting<ChatOpsVariables>("TELEGRAM_CHAT_ID", "none", "Telegram chat of the room of the variables. Together with `DISCORD_CHANNEL_ID` it replaces the bindings of the document.", (o, v) => o.Given["TELEGRAM_CHAT_ID"] = v),
        new Setting<ChatOpsVariables>("DISCORD_CHANNEL_ID", "none", "Discord channel of that room.", (o, v) => o.Given["DISCORD_CHANNEL_ID"] = v),
        new Setting<ChatOpsVariables>("CONTENTOPS_ROOM_ID", "contentops:lobby", "Id of that room.", (o, v) => o.Given["CONTENTOPS_ROOM_ID"] = v),
        new Setting<ChatOpsVariables>("CONTENTOPS_ROOM_NAME", "ContentOps Lobby", "Its name.", (o, v) => o.Given["CONTENTOPS_ROOM_NAME"] = v),
        new Setting<ChatOpsVariables>("GITHUB_TOKEN", "none", "For the commands `issue` and `note`.", (o, v) => o.Given["GITHUB_TOKEN"] = v, IsSecret: true),
        new Setting<ChatOpsVariables>("CONTENTOPS_CHAT_MUTATIONS", "false", "Whether commands that change something are on when nobody has set the switch.", (o, v) => o.Given["CONTENTOPS_CHAT_MUTATIONS"] = v),
        new Setting<ChatOpsVariables>("CONTENTOPS_ALLOWED_TELEGRAM_USER_IDS", "none", "Telegram users that may run them, ids with commas between; without one nobody may.", (o, v) => o.Given["CONTENTOPS_ALLOWED_TELEGRAM_USER_IDS"] = v),
        new Setting<ChatOpsVariables>("CONTENTOPS_ALLOWED_DISCORD_USER_IDS", "none", "The same of Discord.", (o, v) => o.Given["CONTENTOPS_ALLOWED_DISCORD_USER_IDS"] = v),
        new Setting<ChatOpsVariables>("CONTENTOPS_BOT_NAME", "ContentOps", "Name that people address, and that answers carry.", (o, v) => o.Given["CONTENTOPS_BOT_NAME"] = v),
        new Setting<ChatOpsVariables>("CONTENTOPS_COMMAND_PREFIX", "/ops", "What commands start with; a missing slash is added.", (o, v) => o.Given["CONTENTOPS_COMMAND_PREFIX"] = v),
        new Setting<ChatOpsOptions>("GITHUB_API_BASE_URL", "https://api.github.com", "GitHub's API, or a server of one's own.", (o, v) => o.GitHubApiBaseUrl = Values.Url(v)),
        new Setting<ChatOpsOptions>("CONTENTOPS_MESSAGE_DAYS", "30", "How long messages of rooms and their copies are kept, days, 1 to 3650.", (o, v) => o.MessageAge = TimeSpan.FromDays(Values.Int(v))),
        new Setting<ChatOpsOptions>("CONTENTOPS_ACTION_DAYS", "400", "How long actions are kept, days, 1 to 3650.", (o, v) => o.ActionAge = TimeSpan.FromDays(Values.Int(v))),
        new Setting<ChannelOptions>("DISCORD_API_BASE_URL", "https://discord.com/api/v10", "Discord's API, for rooms.", (o, v) => o.DiscordApiBaseUrl = Values.Url(v)),
    ];

    private static Setting[] Edges() =>
    [
        new Setting<EdgeOptions>("OXPULSE_TG_WEBHOOK", "none", "First hop of the alert receiver `default`: an http or https URL that is posted JSON.", (o, v) => o.Webhook = Values.Url(v)),
        new Setting<EdgeOptions>("OXPULSE_TG_CHAT", "none", "Chat of its second hop.", (o, v) => o.TelegramChat = v),
        new Setting<EdgeOptions>("TG_CHAT", "none", "Used when `OXPULSE_TG_CHAT` is not set.", (o, v) => o.TelegramChat ??= v),
        new Setting<EdgeOptions>("TG_TOKEN", "none", "Bot token of the second hop, for receivers of the deployment that have none of their own.", (o, v) => o.TelegramToken = v, IsSecret: true),
        new Setting<EdgeOptions>("OXPULSE_TG_API_FALLBACK", "Telegram's `sendMessage`", "URL that is posted to as the second hop instead; for tests.", (o, v) => o.TelegramFallback = Values.Url(v)),
        new Setting<EdgeOptions>("OXPULSE_TG_MIN_INTERVAL", "600", "Least time between messages on one upstream or other subject of an edge, seconds, 0 to 86400; later changes are merged into the next.", (o, v) => o.MinInterval = Values.Seconds(v)),
        new Setting<EdgeOptions>("EDGE_TRANSITION_SAMPLES", "1", "Equal samples that make a transition, 1 to 10.", (o, v) => o.TransitionSamples = Values.Int(v)),
        new Setting<EdgeOptions>("EDGE_STALE_AFTER", "180", "Silence after which an edge is stale, seconds, 30 to 86400; at least three of its intervals.", (o, v) => o.StaleAfter = Values.Seconds(v)),
        new Setting<EdgeOptions>("EDGE_SILENT_AFTER", "600", "Silence after which it is silent, seconds, more than `EDGE_STALE_AFTER`, to 604800; at least ten of its intervals.", (o, v) => o.SilentAfter = Values.Seconds(v)),
        new Setting<EdgeOptions>("EDGE_REPORT_INTERVAL_SEC", "60", "Time between reports that edges are told to keep, seconds, 10 to 3600.", (o, v) => o.ReportIntervalSeconds = Values.Int(v)),
        new Setting<EdgeOptions>("EDGE_HISTORY_DAYS", "30", "How long events of edges are kept, days, 1 to 3650.", (o, v) => o.HistoryAge = TimeSpan.FromDays(Values.Int(v))),
        new Setting<EdgeOptions>("EDGE_GROUP_WAIT", "5", "How long an alert waits for others of its edge, seconds, 0 to 60; critical ones do not wait.", (o, v) => o.GroupWait = Values.Seconds(v)),
        new Setting<EdgeOptions>("EDGE_REPEAT_CRITICAL", "300", "Time between reminders of a critical incident, seconds, 60 to 86400.", (o, v) => o.RepeatCritical = Values.Seconds(v)),
        new Setting<EdgeOptions>("EDGE_REPEAT_WARN", "14400", "Time between reminders of other incidents, seconds, 60 to 604800.", (o, v) => o.RepeatWarn = Values.Seconds(v)),
        new Setting<EdgeOptions>("EDGE_ESCALATE_AFTER", "900", "A critical incident that nobody acknowledges goes to the receiver that is named for it after this, seconds, 60 to 86400.", (o, v) => o.EscalateAfter = Values.Seconds(v)),
        new Setting<EdgeOptions>("OXPULSE_CB_MAX", "5", "Messages about one edge within the window that park it, 1 to 1000.", (o, v) => o.BreakerMax = Values.Int(v)),
        new Setting<EdgeOptions>("OXPULSE_CB_WINDOW", "1800", "That window, seconds, 60 to 86400.", (o, v) => o.BreakerWindow = Values.Seconds(v)),
        new Setting<EdgeOptions>("OXPULSE_CB_MAX_CRITICAL", "3", "Reminders of one critical incident that park its edge, 1 to 1000.", (o, v) => o.BreakerMaxCritical = Values.Int(v)),
        new Setting<EdgeOptions>("OXPULSE_CB_DIGEST", "3600", "Time between digests of what is parked, seconds, 60 to 86400.", (o, v) => o.BreakerDigest = Values.Seconds(v)),
        new Setting<EdgeOptions>("OXPULSE_CB_HALF_OPEN", "21600", "Time after which a parked edge is tried again though it is not sound, seconds, 60 to 604800.", (o, v) => o.BreakerHalfOpen = Values.Seconds(v)),
        new Setting<EdgeOptions>("FLEET_CASCADE_MIN", "3", "Fewest edges that make a cascade, 2 to 100000.", (o, v) => o.CascadeMin = Values.Int(v)),
        new Setting<EdgeOptions>("FLEET_CASCADE_PCT", "30", "Least share of a region's edges that makes a cascade, per cent, 1 to 100.", (o, v) => o.CascadePercent = Values.Int(v)),
        new Setting<EdgeOptions>("FLEET_CASCADE_WINDOW", "120", "Time within which they fall, seconds, 10 to 3600.", (o, v) => o.CascadeWindow = Values.Seconds(v)),
        new Setting<GatewayOptions>("EDGE_REGISTRATIONS_PER_MIN", "10", "Tries to register an edge a minute from one address before 429, 1 to 100000.", (o, v) => o.EdgeRegistrationsPerMinute = Values.Int(v)),
        new Setting<GatewayOptions>("EDGE_METRICS", "false", "Whether `/metrics/edges` of the metrics port has figures of each edge.", (o, v) => o.EdgeMetrics = Values.Bool(v)),
        new Setting<EdgeOptions>("REGISTRATION_TOKEN_TTL", "86400", "How long a registration token can be redeemed, seconds, 60 to 2592000.", (o, v) => o.RegistrationTokenTtl = Values.Seconds(v)),
    ];

    private static void AddIfNone(GatewayOptions options, string token)
    {
        if (options.ServiceTokens.Count == 0)
            options.ServiceTokens.Add(token);
    }

    private static void AddAll<T>(ICollection<T> target, IEnumerable<T> items)
    {
        foreach (var item in items)
            target.Add(item);
    }

    private static void SetPreviousKeks(SecretsOptions options, string value)
    {
        foreach (var pair in Values.List(value))
        {
            var colon = pair.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
                throw new FormatException("must be name:base64 pairs with commas between them");
            options.PreviousKeks[pair[..colon]] = Values.Key(pair[(colon + 1)..]);
        }
    }
}
