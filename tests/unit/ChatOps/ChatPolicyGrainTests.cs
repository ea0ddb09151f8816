using Microsoft.Extensions.DependencyInjection;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.Audit;
using Vespid.Grains.ChatOps;
using Vespid.Storage.Commits;
using Vespid.Storage.Lease;
using Vespid.Storage.State;
using Vespid.Tests.Unit.Gateway;
using Vespid.Tests.Unit.Runtime;

namespace Vespid.Tests.Unit.ChatOps;

/// <summary>The switch that stops commands must not be remembered otherwise than it is stored.</summary>
public sealed class ChatPolicyGrainTests : IAsyncLifetime
{
    private static readonly Actor Operator = new("user", "ann", null);
    private static readonly ChatPolicyState Off = new() { MutationsEnabled = false, Reason = "an incident" };

    private readonly OneState _stored = new();
    private readonly FakeLease _lease = new();
    private GrainHost _host = null!;
    private IChatPolicyGrain _policy = null!;

    public async Task InitializeAsync()
    {
        _host = await GrainHost.StartAsync(services => services
            .AddSingleton<IIdSource, SteppingIds>().AddSingleton<AuditTrail>().AddSingleton(new ChatOpsSettings { MutationsEnabled = true })
            .AddSingleton<IStateReader>(_stored).AddSingleton<ICommitLog>(_stored).AddSingleton<IWriterLease>(_lease));
        _policy = _host.Grains.GetGrain<IChatPolicyGrain>(0);
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task Under_another_lease_it_is_what_the_writer_between_has_made_of_it()
    {
        Assert.True((await _policy.Get()).MutationsEnabled);
        _stored.Write(Off);
        _lease.Epoch++;
        var policy = await _policy.Get();
        Assert.Equal((false, "an incident", 1L), (policy.MutationsEnabled, policy.Reason, policy.Version));
        Assert.Null(await _policy.SetMutations(enabled: true, "it is over", null, Operator));
        Assert.True((await _policy.Get()).MutationsEnabled);
    }

    [Fact]
    public async Task Under_the_same_lease_it_is_read_once()
    {
        await _policy.Get();
        var reads = _stored.Reads;
        await _policy.SetMutations(enabled: true, "works", null, Operator);
        await _policy.Get();
        Assert.Equal(reads, _stored.Reads);
    }

    [Fact]
    public async Task A_change_under_another_lease_starts_from_what_is_stored()
    {
        await _policy.Get();
        _stored.Write(Off);
        _lease.Epoch++;
        Assert.Null(await _policy.Put(new PutChatPolicy(1, null, null, null, ViewersAllowed: false), Operator));
        var policy = await _policy.Get();
        Assert.Equal((false, false, 2L), (policy.MutationsEnabled, policy.ViewersAllowed, policy.Version));
        _stored.Write(Off);
        _lease.Epoch++;
        Assert.Null(await _policy.SetMutations(enabled: true, "it is over", null, Operator));
    }

    [Fact]
    public async Task A_switch_that_lands_after_its_operator_was_told_that_nobody_knows_holds_at_once()
    {
        await _policy.Get();
        _stored.LosesNext = true;
        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => _policy.SetMutations(enabled: false, "an incident", null, Operator));
        Assert.True((await _policy.Get()).MutationsEnabled);
        _stored.Write(Off);
        Assert.False((await _policy.Get()).MutationsEnabled);
    }

    [Fact]
    public async Task A_process_that_is_not_the_writer_looks_each_time()
    {
        _lease.Lose();
        Assert.True((await _policy.Get()).MutationsEnabled);
        _stored.Write(Off);
        Assert.False((await _policy.Get()).MutationsEnabled);
    }
}
