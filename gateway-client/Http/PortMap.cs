using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Vespid.Gateway.Hosting;

namespace Vespid.Gateway.Http;

/// <summary>What each port serves.</summary>
internal sealed class PortMap(IOptions<GatewayOptions> options)
{
    private readonly GatewayOptions _options = options.Value;

    /// <summary>Role of the port that a request came in on; null for a port that is not ours.</summary>
    public PortRole? RoleOf(HttpContext context)
    {
        var port = context.Connection.LocalPort;
        return port == _options.IngressPort ? PortRole.Ingress
            : port == _options.ControlPort ? PortRole.Control
            : port == _options.HealthPort ? PortRole.Health
            : port == _options.MetricsPort ? PortRole.Metrics
            : null;
    }
}
