namespace Vespid.Storage.Deployments;

/// <summary>A fact about a deployment. Once written it stays as it is.</summary>
public sealed record DeploymentRecord
{
    /// <summary>Position, from 1, without gaps. 0 before it is written.</summary>
    public long Seq { get; init; }

    public required Guid Id { get; init; }

    /// <summary><c>deployment</c>, <c>gate</c> or <c>note</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>local</c>, <c>staging</c> or <c>production</c>.</summary>
    public required string Environment { get; init; }

    public string ImageDigest { get; init; } = "";

    /// <summary>Of the lock files that the build restored from.</summary>
    public string LockChecksum { get; init; } = "";

    public string BuildSha { get; init; } = "";

    public string ConfigManifestHash { get; init; } = "";

    /// <summary>JSON object: names and values of settings, of a secret only that it is set.</summary>
    public string Manifest { get; init; } = "{}";

    /// <summary>JSON object: version of each secret, or the day of its issue.</summary>
    public string SecretVersions { get; init; } = "{}";

    public required string OperatorId { get; init; }

    /// <summary>Somebody else than the operator; required for a deployment to production.</summary>
    public string? ApproverId { get; init; }

    public string ChangeRecord { get; init; } = "";

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary><c>succeeded</c>, <c>failed</c>, <c>rolled_back</c>, <c>promoted</c>, <c>refused</c> or <c>noted</c>.</summary>
    public required string Result { get; init; }

    /// <summary>Record of the deployment that this one took back.</summary>
    public Guid? RollbackOf { get; init; }

    public string? Reason { get; init; }

    public string? IncidentId { get; init; }

    /// <summary>JSON array of what gates said; null when it is no gate.</summary>
    public string? Gates { get; init; }

    /// <summary>When it was written, by the database's clock.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Hexadecimal SHA-256 over the record and the hash of the one before.</summary>
    public string Hash { get; init; } = "";
}
