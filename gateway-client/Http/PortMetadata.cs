namespace Vespid.Gateway.Http;

/// <summary>The only ports an endpoint answers on.</summary>
internal sealed record PortMetadata(params PortRole[] Roles);
