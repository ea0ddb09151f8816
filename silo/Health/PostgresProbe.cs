using Vespid.Gateway.Health;
using Vespid.Storage.Queries;

namespace Vespid.Silo.Health;

/// <summary>Asks the database for its time; a clock that differs by more than two seconds is worth a look.</summary>
internal sealed class PostgresProbe(IRuntimeQueries queries, TimeProvider clock) : IHealthProbe
{
    private static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(2);

    public string Name => "postgres";

    public bool Required => true;

    public async ValueTask<ProbeResult> CheckAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var theirs = await queries.NowAsync(cancellationToken);
        var skew = (clock.GetUtcNow() - clock.GetElapsedTime(started) / 2 - theirs).Duration();
        return skew > MostSkew ? new ProbeResult(HealthState.Degraded, $"clock differs by {skew.TotalSeconds:F1} s") : ProbeResult.Ready;
    }
}
