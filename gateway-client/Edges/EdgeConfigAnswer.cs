using System.Text.Json;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Edges;

/// <summary>A configuration.</summary>
/// <param name="Config">Node configuration, secrets masked.</param>
/// <param name="Epochs">The latest 50, newest first.</param>
internal sealed record EdgeConfigAnswer(long Epoch, JsonElement Config, IReadOnlyList<EpochAnswer> Epochs);

/// <summary>An epoch.</summary>
/// <param name="Result"><c>applied</c>, <c>failed</c>, <c>rolled_back</c> or null.</param>
internal sealed record EpochAnswer(
    long Epoch, string Reason, string? CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? IssuedAt, DateTimeOffset? AppliedAt, string? Result, string? Error)
{
    public static EpochAnswer From(EdgeConfigItem item) =>
        new(item.Epoch, item.Reason, item.CreatedBy, item.CreatedAt, item.IssuedAt, item.AppliedAt, item.Result, item.Error);
}

/// <summary>What two epochs differ in.</summary>
/// <param name="From">As asked for.</param>
/// <param name="To">As asked for.</param>
internal sealed record ConfigDiffAnswer(long? From, long? To, IReadOnlyList<DifferenceAnswer> Differences);

/// <summary>A field that differs; secrets are masked.</summary>
internal sealed record DifferenceAnswer(string Path, string? From, string? To);

/// <summary>A new epoch.</summary>
internal sealed record EpochNumberAnswer(long Epoch);
