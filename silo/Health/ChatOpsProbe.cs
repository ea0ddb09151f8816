using Vespid.Gateway.ChatOps;
using Vespid.Gateway.Health;

namespace Vespid.Silo.Health;

/// <summary>Whether the rooms bridge what they should; while they are off they are well.</summary>
internal sealed class ChatOpsProbe(ChatOpsHealth health) : IHealthProbe
{
    private const int Told = 3;

    public string Name => "chatops";

    public bool Required => false;

    public async ValueTask<ProbeResult> CheckAsync(CancellationToken cancellationToken)
    {
        var (state, reasons) = await health.StateAsync(cancellationToken);
        return state switch
        {
            "disabled" => ProbeResult.Disabled,
            "ready" => ProbeResult.Ready,
            _ => new ProbeResult(HealthState.Degraded, reasons.Count == 0 ? state : string.Join("; ", reasons.Take(Told))),
        };
    }
}
