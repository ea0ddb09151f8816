using Vespid.Storage.Commits;

namespace Vespid.Storage.Rows;

/// <summary>What lists show of an edge, written with the state it follows from. An edge that is gone is passed over.</summary>
public sealed record EdgeNoteRow : CommitRow
{
    public required string NodeId { get; init; }

    /// <summary><c>registered</c>, <c>online</c>, <c>late</c>, <c>stale</c>, <c>silent</c> or <c>retired</c>.</summary>
    public required string Liveness { get; init; }

    /// <summary><c>healthy</c>, <c>degraded</c>, <c>failed</c>, <c>idle</c>, <c>unknown</c> or <c>all_down</c>.</summary>
    public required string Verdict { get; init; }

    public required int UpstreamsExpected { get; init; }

    public required int UpstreamsHealthy { get; init; }

    public required long EpochDesired { get; init; }

    public required long EpochIssued { get; init; }

    public required long EpochApplied { get; init; }

    /// <summary>Seconds between its reports.</summary>
    public required int IntervalSeconds { get; init; }

    /// <summary>Null keeps the one there is.</summary>
    public string? AgentVersion { get; init; }

    /// <summary>Null keeps the one there is.</summary>
    public string? InstallerVersion { get; init; }
}
