using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Vespid.Channels;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.Runtime;
using Vespid.Storage.ChatOps;
using Vespid.Storage.Entities;
using Vespid.Storage.Lease;

namespace Vespid.Grains.ChatOps;

/// <summary>Asks platforms what the bots may do in the chats of the bindings: each once after the start, and whenever an operator asks.</summary>
internal sealed class ChatProbes(ChatBindings bindings, ChatInstances instances, ControlCommits commits, IWriterLease lease, TimeProvider clock, ILogger<ChatProbes> logger)
    : LeaderService(lease, clock, logger, TimeSpan.FromSeconds(1))
{
    /// <summary>Each is some calls to a platform that has better things to do.</summary>
    private const int MostEachTurn = 4;

    private readonly TimeProvider _clock = clock;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <summary>Asks and stores the answer.</summary>
    public async Task<BindingProbe> AskAsync(ChatBindingRecord binding, ChatInstance instance, CancellationToken cancellationToken)
    {
        // A thread of Discord is a channel with permissions of its own; a topic of Telegram is none.
        var place = binding.Channel == "discord" ? binding.TopicId ?? binding.ExternalRoomId : binding.ExternalRoomId;
        ImmutableArray<string> missing = await CheckAsync(place, instance, cancellationToken) switch
        {
            RoomAnswer<RoomAccess>.Ok { Value: var access } => access.Missing,
            RoomAnswer<RoomAccess>.Refused refused => [refused.Error],
            RoomAnswer<RoomAccess>.NotSent unsent => [unsent.Error],
            _ => ["no_answer"],
        };
        var probe = new BindingProbe(missing.IsEmpty, missing, _clock.GetUtcNow());
        await commits.CommitAsync(null, new ChatBindingProbePut(binding.Id, ChatJson.Write(probe)));
        return probe;
    }

    /// <summary>Rights are somebody's: before the bot is connected anywhere, it is asked who it is.</summary>
    private async Task<RoomAnswer<RoomAccess>> CheckAsync(string place, ChatInstance instance, CancellationToken cancellationToken)
    {
        if ((await instances.FindKnownAsync(instance.Id, cancellationToken))?.BotId is null && await instance.AskSelfAsync(cancellationToken) is not RoomAnswer<RoomBot>.Ok and var unknown)
            return unknown.As<RoomAccess>();
        return await instance.Client.CheckAsync(instance.Token, place, instance.BotId!, cancellationToken);
    }

    protected override async Task TickAsync(CancellationToken cancellationToken)
    {
        foreach (var binding in bindings.All.Where(IsDue).Take(MostEachTurn))
        {
            // Whatever comes of it: an operator who mends something asks again.
            _asked.Add(AddressKeys.Of(binding.Record));
            await AskAsync(binding.Record, instances.Find(binding.Record.InstanceId)!, cancellationToken);
        }
    }

    private bool IsDue(ChatBinding binding) =>
        binding.Record is { Enabled: true, Status: not "conflict" } && instances.Find(binding.Record.InstanceId) is { Status: "connected" } && !_asked.Contains(AddressKeys.Of(binding.Record));
}
