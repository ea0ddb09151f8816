namespace Vespid.Gateway.Organizations;

/// <summary>One organisation.</summary>
internal sealed record OrganizationEnvelope(OrganizationAnswer Organization);
