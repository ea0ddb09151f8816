using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Vespid.Channels;
using Vespid.Gateway.Hosting;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.ChatOps;
using Vespid.Grains.Channels;
using Vespid.Grains.Edges;
using Vespid.Silo.Clustering;
using Vespid.Silo.Logging;
using Vespid.Storage;
using Vespid.Storage.Secrets;

namespace Vespid.Silo.Configuration;

/// <summary>All settings, read and checked before anything starts.</summary>
internal sealed partial class HostSettings
{
    /// <summary>What the original accepts when nothing is set; here only in development.</summary>
    private const string DevelopmentServiceToken = "dev-gateway-token";

    private HostSettings(EnvironmentValues environment, IReadOnlyList<string> errors)
    {
        Environment = environment;
        Errors = errors;
    }

    public EnvironmentValues Environment { get; }

    /// <summary>One line a fault, each naming the variable and what it should be.</summary>
    public IReadOnlyList<string> Errors { get; private set; }

    public required VespidOptions Host { get; init; }

    /// <summary>What is set, without secrets.</summary>
    public ConfigManifest Manifest => field ??= ConfigManifest.Of(Environment);

    /// <summary>What every log record says.</summary>
    public LogFacts Facts => new(
        (Host.Environment ?? (Host.IsProduction ? DeploymentEnvironment.Production : DeploymentEnvironment.Local)).ToString().ToLowerInvariant(),
        Host.BuildSha ?? "", Host.ManifestHash ?? Manifest.Hash);

    public required StorageOptions Storage { get; init; }

    public required SecretsOptions Secrets { get; init; }

    public required GatewayOptions Gateway { get; init; }

    public required ChannelOptions Channels { get; init; }

    public required ChannelRuntimeOptions Runtime { get; init; }

    public required EdgeOptions Edges { get; init; }

    public required ChatOpsOptions Rooms { get; init; }

    public required ClusterSettings Cluster { get; init; }

    /// <summary>Rooms; off unless they are switched on.</summary>
    public ChatOpsParsed ChatOps { get; private set; } = new(ChatOpsSettings.Off, [], []);

    /// <summary>Variables of tokens that the document of the rooms names.</summary>
    public IReadOnlySet<string> NamedByRooms { get; private set; } = new HashSet<string>();

    /// <summary>Reads and checks; faults are in <see cref="Errors"/>.</summary>
    /// <param name="environment">Variables.</param>
    /// <param name="keepKeys">Whether development keys that do not exist yet are made and kept in the data folder; else they are made up for this once.</param>
    public static HostSettings Read(EnvironmentValues environment, bool keepKeys = true)
    {
        var errors = new List<string>();
        environment = environment.WithFiles(SettingCatalog.All.Select(setting => setting.Name), errors);
        var settings = new HostSettings(environment, errors)
        {
            Host = new VespidOptions(),
            Storage = new StorageOptions(),
            Secrets = new SecretsOptions(),
            Gateway = new GatewayOptions(),
            Channels = new ChannelOptions(),
            Runtime = new ChannelRuntimeOptions(),
            Edges = new EdgeOptions(),
            Rooms = new ChatOpsOptions(),
            Cluster = new ClusterSettings(),
        };
        var chat = new ChatOpsVariables();
        object[] targets = [settings.Host, settings.Storage, settings.Secrets, settings.Gateway, settings.Channels, settings.Runtime, settings.Edges, settings.Rooms, settings.Cluster, chat];
        foreach (var setting in SettingCatalog.All)
        {
            if (environment[setting.Name] is not { } value)
                continue;
            try
            {
                setting.Apply(targets.Single(target => target.GetType() == setting.Target), value);
            }
            catch (FormatException fault)
            {
                errors.Add($"{setting.Name} {fault.Message}{(setting.IsSecret ? "" : $", but is '{value}'")}.");
            }
        }

        settings.Complete(keepKeys);
        settings.ReadChatOps(chat, errors);
        settings.Check(errors);
        return settings;
    }

    /// <summary>A token may stand in any variable that the document names, so that all of them are handed on.</summary>
    private void ReadChatOps(ChatOpsVariables chat, List<string> errors)
    {
        var variables = Environment.Names.Where(name => Environment[name] is not null).ToDictionary(name => name, name => Environment[name]!, StringComparer.Ordinal);
        string? document = null;
        try
        {
            document = chat.Document is { } path ? File.ReadAllText(path) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            errors.Add($"CONTENTOPS_CONFIG cannot be read: {fault.GetType().Name}.");
        }

        NamedByRooms = Tokens().Matches(document ?? "").Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        ChatOps = ChatOpsConfiguration.Parse(new ChatOpsInput(variables, document));
        errors.AddRange(ChatOps.Errors.Select(fault => $"{fault.Code}: {fault.Message}"));
    }

    private void Complete(bool keepKeys)
    {
        Storage.DataFolder = Path.GetFullPath(Host.DataFolder);
        Storage.MayWrite = Host.Role != ProcessRole.Gateway;
        Storage.IsClustered = Cluster.IsOn;
        Gateway.IsProduction = Host.IsProduction;
        Gateway.ControlPort += Host.PortOffset;
        Gateway.IngressPort += Host.PortOffset;
        Gateway.HealthPort += Host.PortOffset;
        Gateway.MetricsPort += Host.PortOffset;
        Storage.Address = new(
            $"http://{Advertised}:{Gateway.ControlPort}", $"http://{Advertised}:{Gateway.IngressPort}");
        if (Environment["CHANNEL_INGRESS_ALLOW_UNSIGNED"] is null)
            Runtime.AllowUnsigned = !Host.IsProduction;
        if (Environment["AUTH_SIGNUP_MODE"] is null)
            Gateway.SignupMode = Host.IsProduction ? SignupMode.Closed : SignupMode.Open;
        if (!Host.IsProduction)
            CompleteForDevelopment(keepKeys);
        if (Gateway.AuthTokenSecret.Length == 0)
            return;
        Channels.VisitorTokenKey = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Gateway.AuthTokenSecret), "web chat visitor tokens"u8);
        Edges.CrossProbeKey = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Gateway.AuthTokenSecret), "cross-probe tokens of edges"u8);
    }

    private string Advertised => Host.AdvertisedHost is { } named ? Bracketed(named) : System.Net.IPAddress.Any.Equals(Host.Bind) || System.Net.IPAddress.IPv6Any.Equals(Host.Bind)
        ? System.Net.Dns.GetHostName()
        : Bracketed(Host.Bind.ToString());

    /// <summary>As it stands in a URL.</summary>
    private static string Bracketed(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;

    private void CompleteForDevelopment(bool keepKeys)
    {
        var keys = keepKeys ? DevelopmentKeys.LoadOrMake(Storage.DataFolder) : DevelopmentKeys.Make();
        if (Gateway.AuthTokenSecret.Length == 0)
            Gateway.AuthTokenSecret = keys.AuthTokenSecret;
        if (Gateway.RefreshTokenSecret.Length == 0)
            Gateway.RefreshTokenSecret = keys.RefreshTokenSecret;
        Secrets.Kek ??= Convert.FromBase64String(keys.KeyEncryptionKey);
        if (Gateway.ServiceTokens.Count == 0)
            Gateway.ServiceTokens.Add(DevelopmentServiceToken);
    }

    private void Check(List<string> errors)
    {
        if (Host.PortOffset is < 0 or > 50_000)
            errors.Add($"VESPID_PORT_OFFSET must be 0 to 50000, but is {Host.PortOffset}.");
        if (Host.DrainTimeout < TimeSpan.FromSeconds(1) || Host.DrainTimeout > TimeSpan.FromSeconds(300))
            errors.Add($"VESPID_DRAIN_SEC must be 1 to 300, but is {Host.DrainTimeout.TotalSeconds}.");
        if (Host.LogQueueLimit is < 16 or > 1_000_000)
            errors.Add($"LOG_FORWARD_QUEUE must be 16 to 1000000, but is {Host.LogQueueLimit}.");
        if (Host.OperatorEmail is not null && Host.OperatorPassword is not { Length: >= 8 })
            errors.Add("AUTH_PASSWORD must have at least 8 characters when AUTH_USERNAME is set.");
        Cluster.Check(Host, Storage.ConnectionString, errors);
        if (!Host.IsProduction)
            return;

        Required(errors, "DATABASE_URL", Storage.ConnectionString);
        Required(errors, "AUTH_TOKEN_SECRET", Gateway.AuthTokenSecret);
        Required(errors, "REFRESH_TOKEN_SECRET", Gateway.RefreshTokenSecret);
        if (Host.Role != ProcessRole.Gateway)
            Required(errors, "SECRETS_KEK_BASE64", Environment["SECRETS_KEK_BASE64"]);
        Required(errors, "INTERNAL_API_SERVICE_TOKEN", Gateway.ServiceTokens.FirstOrDefault());
        if (Gateway.ServiceTokens.Contains(DevelopmentServiceToken))
            errors.Add("INTERNAL_API_SERVICE_TOKEN must not be the development token in production.");
        if (Gateway.SignupMode == SignupMode.Open)
            errors.Add("AUTH_SIGNUP_MODE must be pin or closed in production.");
    }

    [GeneratedRegex("\"token_env\"\\s*:\\s*\"([A-Za-z0-9_]+)\"")]
    private static partial Regex Tokens();

    private static void Required(List<string> errors, string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
            errors.Add($"{name} must be set in production.");
    }
}
