namespace Vespid.Storage.Queries;

/// <summary>How an organisation's agent is reached.</summary>
/// <param name="OrganizationId">Organisation.</param>
/// <param name="Kind"><c>none</c>, <c>echo</c>, <c>pull</c> or <c>push</c>.</param>
/// <param name="Endpoint">Where pushes go.</param>
/// <param name="PackedSecret">Sealed and packed: open with <see cref="Secrets.SecretPurpose.OfAgent"/>.</param>
public sealed record AgentSettings(Guid OrganizationId, string Kind, string? Endpoint, byte[]? PackedSecret);
