using Vespid.GrainInterfaces.Channels;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Delivery;
using Vespid.Tests.Simulation.Hosts;
using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Memory;
using Vespid.Tests.Simulation.Running;

namespace Vespid.Tests.Simulation.Outside;

/// <summary>People who change things while messages come in: through the API, and by plain SQL.</summary>
internal sealed class Operator(WorldTime time, Dice dice, Store store, Books books, Tally tally, Trace trace, SimulatedFlags flags, Func<SimulatedHost?> active)
{
    private static readonly Actor Somebody = Actor.System("simulation");

    public void Act()
    {
        switch (dice.Below(7))
        {
            case 0:
                ChangeBySql(dice.Of<AccountRecord>([.. store.Accounts.Values]));
                break;
            case 1:
                ChangeTriggers(dice.Of<OrganizationRecord>([.. store.Organizations.Values]));
                break;
            case 2:
                ToggleFlag();
                break;
            default:
                if (active() is { } host)
                    ActThroughApi(host);
                break;
        }
    }

    /// <summary>Everything is switched on again.</summary>
    public void PutInOrder()
    {
        flags.Off.Clear();
        foreach (var organization in store.Organizations.Values)
        {
            store.Change(organization, static organization =>
            {
                organization.ChannelRuntimeEnabled = true;
                organization.AgentKind = organization.AgentKind == "none" ? "echo" : organization.AgentKind;
                organization.InflightRunLimit = null;
            });
        }

        foreach (var account in store.Accounts.Values)
        {
            store.Change(account, static account =>
            {
                account.Enabled = true;
                account.Status = "running";
            });
        }
    }

    public void Redrive(SimulatedHost host, Guid organizationId, IReadOnlyList<Guid> ids)
    {
        tally.Fault("redrive");
        Through(host, "redrive", async grains => await grains.GetGrain<IDeadLetterGrain>(organizationId).Redrive([.. ids], Somebody));
    }

    private void ActThroughApi(SimulatedHost host)
    {
        var account = dice.Of<AccountRecord>([.. store.Accounts.Values]);
        var dead = store.Entries.Values.Where(static entry => entry.Status == "dead_letter").ToList();
        var waiting = store.Entries.Values.Where(static entry => entry.Status is "queued" or "retrying").ToList();
        var pending = store.Pairings.FindAll(static request => request.Status == "pending");
        switch (dice.Below(4))
        {
            case 0 when pending.Count > 0:
                var request = dice.Of<PairingRecord>(pending);
                var approve = dice.PerMille(700);
                tally.Fault("pairing decision");
                Through(host, "pairing decision", async grains =>
                    await grains.GetGrain<IChannelAccountGrain>(request.Row.AccountId).DecidePairing(request.Row.OrganizationId, request.Row.Id, approve, Somebody));
                break;
            case 1 when dead.Count > 0:
                var entry = dice.Of<EntryRecord>(dead);
                Redrive(host, entry.Row.OrganizationId, [entry.Id]);
                break;
            case 2 when waiting.Count > 0 && dice.PerMille(300):
                var canceled = dice.Of<EntryRecord>(waiting);
                tally.Fault("cancel");
                Through(host, "cancel", async grains => await grains.GetGrain<IDeadLetterGrain>(canceled.Row.OrganizationId).Cancel(canceled.Id, Somebody));
                break;
            default:
                var change = Change();
                tally.Fault("account change");
                Through(host, "account change", async grains => await grains.GetGrain<IChannelAccountGrain>(account.Id).Change(account.Organization.Id, change, Somebody));
                break;
        }
    }

    private ChangeAccount Change() => dice.Below(4) switch
    {
        0 => new ChangeAccount { Enabled = dice.PerMille(600) },
        1 => new ChangeAccount { DmPolicy = dice.Of("pairing", "allowlist", "open", "disabled") },
        2 => new ChangeAccount { GroupPolicy = dice.Of("allowlist", "open", "disabled") },
        _ => new ChangeAccount { RequireMentionInGroup = dice.PerMille(500) },
    };

    private void ChangeBySql(AccountRecord account)
    {
        tally.Fault("account change by SQL");
        store.Change(account, account =>
        {
            switch (dice.Below(4))
            {
                case 0:
                    account.Enabled = !account.Enabled;
                    break;
                case 1:
                    account.DmPolicy = dice.Of("pairing", "allowlist", "open", "disabled");
                    break;
                case 2:
                    account.GroupPolicy = dice.Of("allowlist", "open", "disabled");
                    break;
                default:
                    if (!account.Allowlist.Remove(("dm", "*")))
                        account.Allowlist.Add(("dm", "*"));
                    break;
            }
        });
        trace.Add(time.Now, 0, "SQL changes account", account.AccountKey, account.Version);
    }

    private void ChangeTriggers(OrganizationRecord organization)
    {
        tally.Fault("trigger change");
        store.Change(organization, organization => organization.Triggers =
            [.. organization.Triggers.Select(trigger => trigger with { TextContains = trigger.TextContains is null ? "run" : null })]);
        trace.Add(time.Now, 0, "SQL changes triggers", null, organization.Version);
    }

    private void ToggleFlag()
    {
        tally.Fault("flag");
        var channel = dice.Of("telegram", "signal");
        if (!flags.Off.Remove(channel))
            flags.Off.Add(channel);
        foreach (var account in store.Accounts.Values.Where(account => account.ChannelId == channel))
            books.Remember(account);
        trace.Add(time.Now, 0, flags.Off.Contains(channel) ? "flag off" : "flag on", channel);
    }

    private void Through(SimulatedHost host, string what, Func<IGrainFactory, Task> call)
    {
        trace.Add(time.Now, host.Process.Number, what);
        host.Process.Start("", () => _ = CallAsync());

        async Task CallAsync()
        {
            try
            {
                await call(host.Grains);
            }
            catch (Exception fault)
            {
                books.Failed(what, fault);
            }
        }
    }
}
