using Microsoft.Extensions.Options;
using Vespid.Gateway.Health;
using Vespid.Grains.Edges;
using Vespid.Storage.Queries;

namespace Vespid.Silo.Health;

/// <summary>Whether alerts of edges have somewhere to go. A deployment without edges needs no receiver, so that alone is no trouble of the process.</summary>
internal sealed class AlertsProbe(IAlertQueries alerts, IOptions<EdgeOptions> options) : IHealthProbe
{
    public string Name => "alerts";

    public bool Required => false;

    public async ValueTask<ProbeResult> CheckAsync(CancellationToken cancellationToken)
    {
        var receivers = (await alerts.ReceiversAsync(FleetReach.All, cancellationToken)).Where(receiver => receiver.Enabled).ToList();
        var wrong = receivers.Where(receiver => receiver.Status == "misconfigured").Select(receiver => receiver.Id).ToList();
        if (wrong.Count > 0)
            return new ProbeResult(HealthState.Degraded, $"misconfigured: {string.Join(", ", wrong)}");
        var own = options.Value.Webhook is not null || (options.Value.TelegramChat is not null && options.Value.TelegramToken is not null);
        return own || receivers.Exists(receiver => receiver.WebhookUrl is not null || receiver.TelegramChat is not null)
            ? ProbeResult.Ready
            : new ProbeResult(HealthState.Disabled, "unrouted");
    }
}
