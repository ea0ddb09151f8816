using Npgsql;
using Vespid.Channels;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.Delivery;
using Vespid.Storage.Lanes;

namespace Vespid.Grains.ChatOps;

/// <summary>Carries out commands, one after the other in each room.</summary>
internal sealed class CommandOutboxSender(CommandPipeline pipeline, ChatBindings bindings, IGrainFactory grains) : IOutboxSender
{
    private static readonly TimeSpan WhileAway = TimeSpan.FromSeconds(1);

    public IReadOnlyList<string> Kinds { get; } = [RelayKinds.Command];

    public ValueTask<Clearance> ClearAsync(OutboxEntry entry, CancellationToken cancellationToken) => ValueTask.FromResult<Clearance>(Clearance.Go.Instance);

    public async ValueTask<SendResult> SendAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        var request = ChatJson.Read<CommandRequest>(entry.Payload);
        ChatPolicy policy;
        ChatBinding? binding;
        try
        {
            policy = await grains.GetGrain<IChatPolicyGrain>(0).Get();
            binding = await bindings.ReadAsync(request.BindingId, cancellationToken);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or OrleansException)
        {
            // Certainly not begun; left to the lane it would be a doubt.
            return new SendResult.Retry("storage_away", WhileAway, CountsAsAttempt: false);
        }

        await pipeline.RunAsync(request, binding, policy, entry.PossibleDuplicate);
        return new SendResult.Sent("done");
    }
}
