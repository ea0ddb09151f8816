using Vespid.Tests.EngineCompliance.Kit;

namespace Vespid.Tests.EngineCompliance.Grains;

public sealed class TimerGrain(Journal journal) : Grain, ITimerGrain
{
    private IGrainTimer? _timer;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Write($"deactivate {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task StartTimer(string name, TimeSpan due, TimeSpan period, bool interleave, bool keepAlive)
    {
        _timer = this.RegisterGrainTimer(
            static (state, _) =>
            {
                state.journal.Write($"{state.name} ticks");
                state.journal.Write($"{state.name} sees {RequestContext.Get("key") ?? "nothing"}");
                return Task.CompletedTask;
            },
            (journal, name),
            new GrainTimerCreationOptions(due, period) { Interleave = interleave, KeepAlive = keepAlive });
        return Task.CompletedTask;
    }

    public Task StartSlowTimer(string name, TimeSpan due, TimeSpan period)
    {
        _timer = this.RegisterGrainTimer(
            async token =>
            {
                journal.Write($"{name} ticks");
                using var registration = token.Register(() => journal.Write($"{name} token"));
                await journal.Pass(name);
                journal.Write($"{name} ticked");
            },
            due,
            period);
        return Task.CompletedTask;
    }

    public Task StartFaultyTimer(string name, TimeSpan due, TimeSpan period)
    {
        _timer = this.RegisterGrainTimer(
            () =>
            {
                journal.Write($"{name} ticks");
                throw new InvalidOperationException("cannot tick");
            },
            due,
            period);
        return Task.CompletedTask;
    }

    public Task ChangeTimer(TimeSpan due, TimeSpan period)
    {
        _timer!.Change(due, period);
        return Task.CompletedTask;
    }

    public Task StopTimer()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public async Task Work(string name)
    {
        journal.Write($"{name} begins");
        await journal.Pass(name);
        journal.Write($"{name} ends");
    }

    public Task Ping() => Task.CompletedTask;

    public Task EndActivation()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
