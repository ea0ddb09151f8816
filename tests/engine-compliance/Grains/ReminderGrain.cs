using Vespid.Tests.EngineCompliance.Kit;

namespace Vespid.Tests.EngineCompliance.Grains;

public sealed class ReminderGrain(Journal journal) : Grain, IReminderGrain, IRemindable
{
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Write($"deactivate {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task Remind(string name, TimeSpan due, TimeSpan period) => this.RegisterOrUpdateReminder(name, due, period);

    public async Task Forget(string name)
    {
        var reminder = await this.GetReminder(name) ?? throw new InvalidOperationException($"There is no reminder '{name}'.");
        await this.UnregisterReminder(reminder);
    }

    public async Task<List<string>> Names() => [.. (await this.GetReminders()).Select(static reminder => reminder.ReminderName)];

    public async Task<bool> Has(string name) => await this.GetReminder(name) is not null;

    public Task EndActivation()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        journal.Write($"{reminderName} sees {RequestContext.Get("key") ?? "nothing"}");
        journal.Write($"{reminderName} at {status.CurrentTickTime - status.FirstTickTime:c}");
        return Task.CompletedTask;
    }
}
