using Vespid.Channels;
using Vespid.Grains.Delivery;
using Vespid.Storage.Lanes;

namespace Vespid.Grains.ChatOps;

/// <summary>Carries out commands, one after the other in each room.</summary>
internal sealed class CommandOutboxSender(CommandPipeline pipeline) : IOutboxSender
{
    public IReadOnlyList<string> Kinds { get; } = [RelayKinds.Command];

    public ValueTask<Clearance> ClearAsync(OutboxEntry entry, CancellationToken cancellationToken) => ValueTask.FromResult<Clearance>(Clearance.Go.Instance);

    public async ValueTask<SendResult> SendAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        await pipeline.RunAsync(ChatJson.Read<CommandRequest>(entry.Payload), entry.PossibleDuplicate);
        return new SendResult.Sent("done");
    }
}
