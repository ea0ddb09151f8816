using Npgsql;
using Orleans;
using Vespid.Channels;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.ChatOps;
using Vespid.Storage.Lanes;
using Vespid.Tests.Unit.Gateway;

namespace Vespid.Tests.Unit.ChatOps;

public sealed class CommandOutboxSenderTests
{
    private static readonly OutboxEntry Entry = new(
        Guid.AllBitsSet, "room", RelayKinds.Command, Guid.Empty, null, null, "{}", "sending", 0, TimeSpan.Zero, TimeSpan.FromHours(1), false, null, null, null, null,
        DateTimeOffset.UnixEpoch, null);

    [Fact]
    public async Task What_could_not_even_be_authorised_was_certainly_not_begun()
    {
        var (policy, answers) = Fake<IChatPolicyGrain>.Create();
        answers.On(nameof(IChatPolicyGrain.Get), _ => Task.FromException<ChatPolicy>(new NpgsqlException("away")));
        var (grains, factory) = Fake<IGrainFactory>.Create();
        factory.On(nameof(IGrainFactory.GetGrain), _ => policy);
        var result = await new CommandOutboxSender(null!, null!, grains).SendAsync(Entry, CancellationToken.None);
        Assert.False(Assert.IsType<SendResult.Retry>(result).CountsAsAttempt);
    }
}
