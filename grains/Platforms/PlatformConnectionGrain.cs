using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Vespid.GrainInterfaces.Channels;
using Vespid.GrainInterfaces.Platforms;
using Vespid.Grains.Channels;
using Vespid.Storage.Commits;
using Vespid.Storage.State;

namespace Vespid.Grains.Platforms;

internal sealed class PlatformConnectionGrain(
    [CommitState("platform")] ICommitState<PlatformConnectionState> state, IOptions<ChannelRuntimeOptions> options, TimeProvider clock)
    : Grain, IPlatformConnectionGrain
{
    private readonly SendBudget _budget = new(options.Value.TelegramSendsPerSecond, options.Value.TelegramConversationInterval);
    private readonly long _started = clock.GetTimestamp();

    private TimeSpan Now => clock.GetElapsedTime(_started);

    public Task<string?> Cursor() => Task.FromResult(state.Value.Cursor);

    public async Task Deliver(Guid accountId, ImmutableArray<InboundMessage> messages, string? cursor, CancellationToken cancellationToken)
    {
        if (messages.Length > 0)
            await GrainFactory.GetGrain<IIngressGrain>(0).Accept(accountId, messages, cancellationToken);
        if (cursor is null || cursor == state.Value.Cursor)
            return;
        var committed = await state.CommitAsync(state.Value with { Cursor = cursor }, [], [], organizationId: null, cancellationToken);
        if (committed.Status != CommitStatus.Applied)
            throw new CommitUnavailableException($"The cursor was not stored: {committed.Status}.");
    }

    public Task<TimeSpan> ReserveSend(string conversationId) => Task.FromResult(_budget.Reserve(conversationId, Now));

    public Task Hold(TimeSpan retryAfter)
    {
        _budget.Hold(retryAfter, Now);
        return Task.CompletedTask;
    }
}
