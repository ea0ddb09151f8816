using System.Collections.Immutable;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.GrainInterfaces.Control;
using Vespid.Grains.ChatOps;
using Vespid.Grains.Runtime;
using Vespid.Storage.ChatOps;
using Vespid.Storage.Entities;
using Vespid.Storage.Lanes;
using Vespid.Tests.Unit.Gateway;

namespace Vespid.Tests.Unit.ChatOps.Silos;

/// <summary>Who asks to end a run and who carries it out have nothing in common but the run's row.</summary>
public sealed class RunCancellationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly RunRequest Run = new(Guid.AllBitsSet, "run_1", "nightly", "room", "telegram:7", "ann");

    private readonly SharedRooms _rooms = new()
    {
        Run = new ChatRunRecord(Run.Id, Run.RunName, Run.Mode, "queued", Run.RoomId, null, Run.RequestedBy, Run.Requester, null, null, null, null, DateTimeOffset.UnixEpoch, null, null, false),
    };

    private readonly ChatOpsSettings _settings = new() { Run = new RunSettings(null, null, Guid.AllBitsSet, Guid.AllBitsSet, Guid.AllBitsSet, TimeSpan.FromHours(1)) };
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_run_ends_when_it_is_cancelled_by_somebody_who_does_not_carry_it_out()
    {
        var carried = CarryOutAsync();
        await _begun.Task.WaitAsync(Patience);
        Assert.Equal("cancel_requested", await CancelAsync());
        await carried.WaitAsync(Patience);
        Assert.Equal(["cancelled"], Ends());
    }

    [Fact]
    public async Task A_run_that_was_ended_just_as_it_began_does_not_go_on()
    {
        var carried = CarryOutAsync();
        await _begun.Task.WaitAsync(Patience);
        _rooms.Run = _rooms.Run! with { Status = "cancelled" };
        await carried.WaitAsync(Patience);
        Assert.Equal(["cancelled"], Ends());
    }

    private IEnumerable<string> Ends() => _rooms.Rows.OfType<ChatRunEnd>().Select(end => end.Status);

    private async Task CarryOutAsync()
    {
        var (organization, triggers) = Fake<IOrganizationGrain>.Create();
        triggers.On(nameof(IOrganizationGrain.TriggerRun), _ =>
        {
            _begun.SetResult();
            return Task.FromResult<Outcome<Guid>>(Guid.AllBitsSet);
        });
        var (commits, clock) = (new ControlCommits(_rooms, new SteppingIds()), new FastClock());
        var speech = new RoomSpeech(Plans(), _rooms.Store, _settings);
        var sender = new RunOutboxSender(
            new Pipeline(null!, _settings, _rooms.Store, new FakeGrains().With(organization), clock), new RunEnds(speech, _rooms.Store, commits), _rooms.Store, commits, clock);
        await sender.SendAsync(
            new OutboxEntry(
                Run.Id, "chat-run/orchestrator", RelayKinds.Run, Guid.Empty, null, null, ChatJson.Write(Run), "sending", 0, TimeSpan.Zero, TimeSpan.FromHours(1), false, null, null, null, null,
                DateTimeOffset.UnixEpoch, null),
            CancellationToken.None);
    }

    private async Task<string?> CancelAsync()
    {
        var request = new CommandRequest(
            Guid.Empty, "room", "bind_1", new ParsedCommand("cancel", [Run.RunName], ImmutableDictionary<string, string>.Empty, "", null),
            new CommandActor("telegram", "7", ChatAuthorKind.User), "ann", "");
        var result = await new RunsHandler(_rooms.Store, _settings).HandleAsync(new CommandTurn(request, null!, null!, IsRepeat: false));
        await new ControlCommits(_rooms, new SteppingIds()).CommitAsync(null, result.Rows);
        return result.Code;
    }

    /// <summary>Nothing is bound: what is said is heard by nobody.</summary>
    private RelayPlans Plans() => new(
        _settings, new ChatBindings(_rooms.Store, new FakeLease(), TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<ChatBindings>.Instance), null!, _rooms.Store, null!,
        new SteppingIds());

    /// <summary>A hundred times as fast.</summary>
    private sealed class FastClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, dueTime / 100, period / 100);
    }
}
