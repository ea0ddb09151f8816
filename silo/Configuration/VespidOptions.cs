using System.Net;
using Vespid.Silo.Logging.Forwarding;

namespace Vespid.Silo.Configuration;

/// <summary>Settings of the host itself.</summary>
internal sealed class VespidOptions
{
    /// <summary>Address that all ports bind to.</summary>
    public IPAddress Bind { get; set; } = IPAddress.Loopback;

    /// <summary>What this process is for.</summary>
    public ProcessRole Role { get; set; } = ProcessRole.All;

    /// <summary>Where other processes reach this one; null is the bind address, or the host's name when that is every address.</summary>
    public string? AdvertisedHost { get; set; }

    /// <summary>Added to every port, for a second process on one machine.</summary>
    public int PortOffset { get; set; }

    /// <summary><see cref="Configuration.DeploymentEnvironment"/>; null decides by the bind address.</summary>
    public DeploymentEnvironment? Environment { get; set; }

    /// <summary>Folder of the private server and of the keys made in development.</summary>
    public string DataFolder { get; set; } = ".data";

    /// <summary>Least level that is logged.</summary>
    public LogLevel LogLevel { get; set; } = LogLevel.Information;

    /// <summary>First operator's address, made on first start.</summary>
    public string? OperatorEmail { get; set; }

    /// <summary>First operator's password.</summary>
    public string? OperatorPassword { get; set; }

    /// <summary>Whether a first start in development makes the demonstration.</summary>
    public bool Demo { get; set; } = true;

    /// <summary>Where traces and metrics are sent; null sends none.</summary>
    public Uri? OtlpEndpoint { get; set; }

    /// <summary>Commit that was built; null when unknown.</summary>
    public string? BuildSha { get; set; }

    /// <summary>Digest of the image that runs; null when unknown.</summary>
    public string? ImageDigest { get; set; }

    /// <summary>Hash of the rendered configuration, when somebody else made it; null takes our own.</summary>
    public string? ManifestHash { get; set; }

    /// <summary>Where log lines go besides standard error.</summary>
    public IReadOnlyList<LogTarget> LogTargets { get; set; } = [];

    /// <summary>Most lines that wait for one of them.</summary>
    public int LogQueueLimit { get; set; } = 10_000;

    /// <summary>Said first on each connection of theirs; null for none.</summary>
    public string? LogDrainToken { get; set; }

    /// <summary>When secrets were issued, by the variable that says so.</summary>
    public Dictionary<string, DateTimeOffset> SecretsIssuedAt { get; } = [];

    /// <summary>How long stopping may take.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Production rules: everything but an explicit local environment, and a loopback bind without one.</summary>
    public bool IsProduction => Environment is { } named ? named != DeploymentEnvironment.Local : !IPAddress.IsLoopback(Bind);
}

/// <summary>Where the process runs.</summary>
internal enum DeploymentEnvironment
{
    /// <summary>A developer's machine or a test.</summary>
    Local,

    /// <summary>Production rules, other data.</summary>
    Staging,

    /// <summary>The real thing.</summary>
    Production,
}
