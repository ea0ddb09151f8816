using System.Text.Json;
using Vespid.GrainInterfaces.Work;
using Vespid.Tests.Simulation.Hosts;
using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Memory;
using Vespid.Tests.Simulation.Running;

namespace Vespid.Tests.Simulation.Outside;

/// <summary>Somebody's agent that fetches its work, and sometimes fails, forgets, or repeats itself.</summary>
internal sealed class Worker(WorldTime time, Dice dice, Store store, Books books, Tally tally, Func<SimulatedHost?> active)
{
    public bool IsReliable { get; set; }

    public async Task WorkAsync(SimulatedHost host, Guid organizationId)
    {
        try
        {
            var work = host.Grains.GetGrain<IWorkGrain>(0);
            var claimed = (await work.Claim(organizationId, new ClaimWork("worker", 1 + dice.Below(3), 0), CancellationToken.None)).Value!;
            foreach (var item in claimed)
                await DoAsync(work, organizationId, item.Id, item.LeaseToken, item.Input);
        }
        catch (Exception fault)
        {
            books.Failed("worker", fault);
        }
    }

    /// <summary>A pushed run that the endpoint took: it ends it a little later.</summary>
    public void Take(Guid runId, Guid leaseToken)
    {
        var organization = store.Runs[runId].Row.OrganizationId;
        time.After(dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(8)), "", _ =>
        {
            if (active() is { } host)
                host.Process.Start("", () => _ = EndAsync(host, organization, runId, leaseToken));
        });
    }

    private async Task EndAsync(SimulatedHost host, Guid organizationId, Guid runId, Guid leaseToken)
    {
        try
        {
            await DoAsync(host.Grains.GetGrain<IWorkGrain>(0), organizationId, runId, leaseToken, "{}");
        }
        catch (Exception fault)
        {
            books.Failed("worker", fault);
        }
    }

    private async Task DoAsync(IWorkGrain work, Guid organizationId, Guid runId, Guid leaseToken, string input)
    {
        using var parsed = JsonDocument.Parse(input);
        var text = parsed.RootElement.TryGetProperty("text", out var value) ? value.GetString() : "taken";
        var complete = new CompleteWork(leaseToken, null, store.Runs[runId].Row.Kind == "turn" ? $"done: {text} {runId}" : null);
        switch (IsReliable ? 99 : dice.Below(100))
        {
            case < 10:
                tally.Fault("worker forgets");
                break;
            case < 20:
                tally.Fault("worker fails");
                await work.Fail(organizationId, runId, new FailWork(leaseToken, "simulated", Retryable: true));
                break;
            case < 30:
                tally.Fault("worker repeats itself");
                await work.Heartbeat(organizationId, runId, leaseToken);
                await work.Complete(organizationId, runId, complete);
                await work.Complete(organizationId, runId, complete);
                break;
            default:
                await work.Complete(organizationId, runId, complete);
                break;
        }
    }
}
