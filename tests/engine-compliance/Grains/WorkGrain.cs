using Vespid.Tests.EngineCompliance.Kit;

namespace Vespid.Tests.EngineCompliance.Grains;

public class WorkGrain(Journal journal) : Grain, IWorkGrain
{
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        journal.Write("activate");
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Write($"deactivate {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public async Task Work(string name)
    {
        journal.Write($"{name} begins");
        await journal.Pass(name);
        journal.Write($"{name} ends");
    }

    public Task WorkInterleaved(string name) => Work(name);

    public Task Read(string name) => Work(name);

    public Task Notify(string name) => Work(name);

    public Task NotifyFault(string name)
    {
        journal.Write($"{name} begins");
        throw new InvalidOperationException(name);
    }

    public Task Ping() => Task.CompletedTask;

    public Task<string> WhichActivation() => Task.FromResult(GrainContext.ActivationId.ToString());

    public Task EndActivation()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
