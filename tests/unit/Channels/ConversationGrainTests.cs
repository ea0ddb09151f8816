using Microsoft.Extensions.DependencyInjection;
using Vespid.GrainInterfaces.Channels;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.Channels;
using Vespid.Storage.Commits;
using Vespid.Storage.Lease;
using Vespid.Storage.Messages;
using Vespid.Storage.Snapshots;
using Vespid.Storage.State;
using Vespid.Storage.Work;
using Vespid.Tests.Unit.Gateway;
using Vespid.Tests.Unit.Runtime;

namespace Vespid.Tests.Unit.Channels;

/// <summary>A conversation may live in another process than the ingress that asks it, and remember an account of another age.</summary>
public sealed class ConversationGrainTests : IAsyncLifetime
{
    private static readonly AccountSnapshot Stored = Accounts.Of(dmPolicy: "disabled", metadata: """{"sessionBridgeEnabled":false}""");

    private readonly OneState _state = new();
    private readonly List<Freshness> _reads = [];
    private AccountSnapshot? _remembered = Stored;
    private GrainHost _host = null!;

    public async Task InitializeAsync()
    {
        var (accounts, directory) = Fake<IAccountDirectory>.Create();
        directory.On(nameof(IAccountDirectory.GetAsync), arguments => new ValueTask<AccountSnapshot?>(Read((Freshness)arguments[1]!)));
        _host = await GrainHost.StartAsync(services =>
        {
            services.AddOptions<ChannelRuntimeOptions>();
            services.AddSingleton<IChance>(new SeededChance(1)).AddSingleton<IIdSource, SteppingIds>().AddSingleton<RefusalBudget>();
            services.AddSingleton<IStateReader>(_state).AddSingleton<ICommitLog>(_state).AddSingleton<IWriterLease>(new FakeLease()).AddSingleton(accounts);
            services.AddSingleton(Fake<IStoredMessages>.Create().Object).AddSingleton(Fake<IWorkQueue>.Create().Object);
        });
    }

    public Task DisposeAsync() => _host.DisposeAsync().AsTask();

    [Fact]
    public async Task Whoever_remembers_an_older_account_than_the_ingress_reads_it_once_and_answers()
    {
        _remembered = Stored with { Version = Stored.Version - 1 };
        Assert.Equal(ReasonCodes.DmDisabled, (await AcceptAsync(Stored.Version))?.Reason);
        Assert.Equal([Freshness.Cached, Freshness.Reload], _reads);
    }

    [Fact]
    public async Task Whoever_has_not_heard_of_the_account_yet_reads_it_too()
    {
        _remembered = null;
        Assert.Equal(ReasonCodes.DmDisabled, (await AcceptAsync(Stored.Version))?.Reason);
    }

    [Fact]
    public async Task An_ingress_that_is_behind_is_asked_to_look_again()
    {
        Assert.Null(await AcceptAsync(Stored.Version - 1));
        Assert.Equal([Freshness.Cached, Freshness.Reload], _reads);
    }

    [Fact]
    public async Task Whoever_is_up_to_date_reads_nothing()
    {
        Assert.Equal(ReasonCodes.DmDisabled, (await AcceptAsync(Stored.Version))?.Reason);
        Assert.Equal([Freshness.Cached], _reads);
    }

    private AccountSnapshot? Read(Freshness freshness)
    {
        _reads.Add(freshness);
        return freshness == Freshness.Reload ? _remembered = Stored : _remembered;
    }

    private Task<InboundOutcome?> AcceptAsync(long version) => _host.Grains
        .GetGrain<IConversationGrain>(new ConversationKey(Stored.Id, "c").ToString()).Accept(Messages.Of(), version, CancellationToken.None);
}
