namespace Vespid.Gateway.Organizations;

/// <summary>Worker tokens, newest first.</summary>
internal sealed record WorkerTokenList(IReadOnlyList<WorkerTokenAnswer> WorkerTokens, string? NextCursor);
