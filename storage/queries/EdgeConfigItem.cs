namespace Vespid.Storage.Queries;

/// <summary>One epoch of an edge's configuration, without what it says.</summary>
/// <param name="Epoch">Number.</param>
/// <param name="Reason">Why it was made.</param>
/// <param name="CreatedBy">Who asked for it, if somebody did.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="IssuedAt">When the edge fetched it first.</param>
/// <param name="AppliedAt">When the edge applied it.</param>
/// <param name="Result"><c>applied</c>, <c>failed</c>, <c>rolled_back</c> or null.</param>
/// <param name="Error">The edge's words.</param>
public sealed record EdgeConfigItem(
    long Epoch, string Reason, string? CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? IssuedAt, DateTimeOffset? AppliedAt, string? Result, string? Error);
