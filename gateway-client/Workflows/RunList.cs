namespace Vespid.Gateway.Workflows;

/// <summary>Runs, newest first.</summary>
internal sealed record RunList(IReadOnlyList<RunAnswer> Runs, string? NextCursor);
