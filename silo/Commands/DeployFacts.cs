using System.CommandLine;
using System.Text.Json;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Silo.Configuration;
using Vespid.Silo.Deployment;
using Vespid.Storage.Deployments;

namespace Vespid.Silo.Commands;

/// <summary>What a record and a gate both ask for on the command line.</summary>
internal sealed class DeployFacts
{
    public Option<string?> EnvFile { get; } = CommonOptions.EnvFile();

    public Option<bool> Json { get; } = CommonOptions.Json();

    public Option<string> Operator { get; } = new("--operator") { Description = "Who deploys.", Required = true };

    public Option<string?> Approver { get; } = new("--approver") { Description = "Who approved; in production somebody else than the operator." };

    public Option<string?> Change { get; } = new("--change") { Description = "Id of the change record." };

    public Option<string?> Digest { get; } = new("--digest") { Description = "Digest of the image; VESPID_IMAGE_DIGEST otherwise." };

    public Option<string?> Source { get; } = new("--source") { Description = "Source tree whose lock files are checked; none otherwise." };

    public Option<string?> LockChecksum { get; } = new("--lock-checksum") { Description = "Checksum of the lock files, as another run printed it." };

    public Option<string[]> SecretVersions { get; } = new("--secret-version") { Description = "NAME=VERSION of a secret in the vault; may be repeated." };

    public Option[] All => [EnvFile, Json, Operator, Approver, Change, Digest, Source, LockChecksum, SecretVersions];

    /// <summary>The checksum of the lock files of <c>--source</c>; empty without it.</summary>
    public string LockFound(ParseResult arguments) => arguments.GetValue(Source) is { } source ? LockFiles.Checksum(source) : "";

    public DeploymentRecord Record(ParseResult arguments, HostSettings settings, IIdSource ids, string kind, string result, DateTimeOffset startedAt) => new()
    {
        Id = ids.NewId(),
        Kind = kind,
        Environment = settings.Facts.Environment,
        ImageDigest = arguments.GetValue(Digest) ?? settings.Host.ImageDigest ?? "",
        LockChecksum = LockFound(arguments) is { Length: > 0 } found ? found : arguments.GetValue(LockChecksum) ?? "",
        BuildSha = settings.Facts.BuildSha,
        ConfigManifestHash = settings.Facts.ConfigManifestHash,
        Manifest = JsonSerializer.Serialize(settings.Manifest.Settings),
        SecretVersions = JsonSerializer.Serialize(Versions(arguments, settings)),
        OperatorId = arguments.GetValue(Operator)!,
        ApproverId = arguments.GetValue(Approver),
        ChangeRecord = arguments.GetValue(Change) ?? "",
        StartedAt = startedAt,
        Result = result,
    };

    private SortedDictionary<string, string> Versions(ParseResult arguments, HostSettings settings)
    {
        var versions = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var rule in SecretAge.Rules)
        {
            if (settings.Host.SecretsIssuedAt.TryGetValue(rule.Variable, out var issued))
                versions[rule.Secret] = $"issued {issued:yyyy-MM-dd}";
        }

        foreach (var pair in arguments.GetValue(SecretVersions) ?? [])
        {
            var parts = pair.Split('=', 2);
            versions[parts[0]] = parts.Length > 1 ? parts[1] : "";
        }

        return versions;
    }
}
