namespace Vespid.Gateway.Organizations;

/// <summary>A new worker token.</summary>
/// <param name="Token">Shown this once.</param>
internal sealed record WorkerTokenCreatedAnswer(Guid Id, string Name, string Token);
