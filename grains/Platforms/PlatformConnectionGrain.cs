using Microsoft.Extensions.Options;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;
using Vespid.GrainInterfaces.Determinism;
using Vespid.GrainInterfaces.Platforms;
using Vespid.Grains.Channels;
using Vespid.Storage.Commits;
using Vespid.Storage.Snapshots;
using Vespid.Storage.State;

namespace Vespid.Grains.Platforms;

internal sealed class PlatformConnectionGrain(
    [CommitState("platform")] ICommitState<PlatformConnectionState> state,
    IAccountDirectory directory,
    ChannelAccounts accounts,
    ITelegramClient telegram,
    TelegramUpdateReader updates,
    AccountNotes notes,
    IOptions<ChannelRuntimeOptions> options,
    TimeProvider clock,
    IChance chance) : Grain, IPlatformConnectionGrain
{
    private const string BotToken = "botToken";

    /// <summary>Telegram holds the request open that long when there is nothing.</summary>
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(20);

    private readonly SendBudget _budget = new(options.Value.TelegramSendsPerSecond, options.Value.TelegramConversationInterval);
    private readonly long _started = clock.GetTimestamp();
    private int _failures;
    private string? _shownStatus;

    private TimeSpan Now => clock.GetElapsedTime(_started);

    public async Task<TimeSpan> Poll(Guid accountId, CancellationToken cancellationToken)
    {
        if (await directory.GetAsync(accountId, Freshness.Recent, cancellationToken) is not { Enabled: true } account
            || accounts.Of(account).Secrets(BotToken) is not [var token, ..])
            return PollingReceiver.Interval;

        var answer = await telegram.GetUpdatesAsync(token, state.Value.Offset, LongPoll, cancellationToken);
        if (answer is not TelegramAnswer<IReadOnlyList<TelegramUpdate>>.Ok { Value: var batch })
        {
            var plan = PollPlan.After(answer, ++_failures, chance);
            await ShowAsync(account, plan, cancellationToken);
            return plan.Wait;
        }

        _failures = 0;
        await ShowAsync(account, new PollPlan(TimeSpan.Zero, "running", null), cancellationToken);
        foreach (var update in batch)
            await TakeAsync(account, update, cancellationToken);
        return TimeSpan.Zero;
    }

    public Task<TimeSpan> ReserveSend(string conversationId) => Task.FromResult(_budget.Reserve(conversationId, Now));

    public Task Hold(TimeSpan retryAfter)
    {
        _budget.Hold(retryAfter, Now);
        return Task.CompletedTask;
    }

    /// <summary>First the messages, then the offset: a crash in between brings the update again, and it is recognised.</summary>
    private async Task TakeAsync(AccountSnapshot account, TelegramUpdate update, CancellationToken cancellationToken)
    {
        var read = updates.Read(update, accounts.Of(account), traceParent: null);
        if (!read.Messages.IsEmpty)
            await GrainFactory.GetGrain<IIngressGrain>(0).Accept(account.Id, read.Messages, cancellationToken);
        var next = state.Value with { Offset = update.UpdateId + 1 };
        var committed = await state.CommitAsync(next, [], [], account.Organization.Id, cancellationToken);
        if (committed.Status != CommitStatus.Applied)
            throw new InvalidOperationException($"The offset was not stored: {committed.Status}.");
    }

    private async Task ShowAsync(AccountSnapshot account, PollPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Status == _shownStatus)
            return;
        _shownStatus = plan.Status;
        await (plan.Status switch
        {
            "running" => notes.RunningAsync(account, cancellationToken),
            "degraded" => notes.DegradedAsync(account, plan.Error ?? "", cancellationToken),
            _ => notes.FaultAsync(account, plan.Error ?? "", cancellationToken),
        });
    }
}
