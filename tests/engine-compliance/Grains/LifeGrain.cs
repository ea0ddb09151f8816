using Vespid.Tests.EngineCompliance.Kit;

namespace Vespid.Tests.EngineCompliance.Grains;

/// <summary>
/// Keys: "fail-once" fails its first activation, "slow" activates at the gate "activate", "fail-slowly" then fails, "bad-end" fails to clean up,
/// "slow-end" cleans up at the gate "deactivate".
/// </summary>
public sealed class LifeGrain(Journal journal) : Grain, ILifeGrain, ILifecycleParticipant<IGrainLifecycle>
{
    public void Participate(IGrainLifecycle lifecycle)
    {
        Subscribe(lifecycle, "late", GrainLifecycleStage.Activate - 1);
        Subscribe(lifecycle, "early", GrainLifecycleStage.SetupState);
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        journal.Write("activating");
        var key = this.GetPrimaryKeyString();
        if (key is "slow" or "fail-slowly")
        {
            await journal.Pass("activate");
        }

        if (key == "fail-slowly" || (key == "fail-once" && journal.CountOf("activating") == 1))
        {
            throw new InvalidOperationException("cannot activate");
        }

        journal.Write("activated");
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Write($"deactivating {reason.ReasonCode}");
        if (this.GetPrimaryKeyString() == "bad-end")
        {
            throw new InvalidOperationException("cannot clean up");
        }

        if (this.GetPrimaryKeyString() == "slow-end")
        {
            await journal.Pass("deactivate");
            journal.Write("deactivated");
        }
    }

    public Task Call()
    {
        journal.Write("called");
        return Task.CompletedTask;
    }

    public Task EndActivation()
    {
        this.DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task Delay(TimeSpan span)
    {
        DelayDeactivation(span);
        return Task.CompletedTask;
    }

    private void Subscribe(IGrainLifecycle lifecycle, string name, int stage) => lifecycle.Subscribe(
        name,
        stage,
        _ =>
        {
            journal.Write($"{name} starts");
            return Task.CompletedTask;
        },
        _ =>
        {
            journal.Write($"{name} stops");
            return Task.CompletedTask;
        });
}
