using Vespid.Storage.Commits;
using Vespid.Storage.Lease;
using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Memory;
using Vespid.Tests.Simulation.Running;
using Vespid.Tests.Storage.Commits;
using Vespid.Tests.Storage.Support;

namespace Vespid.Tests.Simulation.Compliance;

/// <summary>The simulation's commit log, which runs at once when it is called.</summary>
internal sealed class MemoryCommitLogUnderTest : ICommitLogUnderTest, ICommitLog
{
    private readonly Schedule _schedule;
    private readonly Store _store;
    private readonly MemoryCommitLog _log;

    public MemoryCommitLogUnderTest()
    {
        _schedule = new Schedule(new Dice(1));
        var time = new WorldTime(_schedule);
        _store = new Store(time);
        var process = new HostProcess(_schedule, time, 1);
        IWriterLease lease = new MemoryLease(process, _store);
        _log = new MemoryCommitLog(process, _schedule, time, new Dice(2), _store, lease, new Weather(new Dice(3), new Tally()), new CommitSignals());
    }

    public ICommitLog Log => this;

    public ValueTask<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken)
    {
        var outcome = _log.CommitAsync(commit, cancellationToken);
        while (!_schedule.IsEmpty)
            _schedule.RunOne();
        return outcome;
    }

    public Task<Tenancy> AddTenancyAsync()
    {
        var organization = new OrganizationRecord(Sample.NextId());
        var account = new AccountRecord(Sample.NextId(), organization, "telegram", "account");
        _store.Organizations.Add(organization.Id, organization);
        _store.Accounts.Add(account.Id, account);
        return Task.FromResult(new Tenancy(organization.Id, account.Id)
        {
            Dependencies =
            [
                new(DependencyKind.ChannelAccount, account.Id, account.Version),
                new(DependencyKind.Organization, organization.Id, organization.Version),
            ],
        });
    }

    public Task TouchAsync(Tenancy tenancy)
    {
        _store.Change(_store.Accounts[tenancy.Account], static account => account.DmPolicy = "disabled");
        return Task.CompletedTask;
    }

    public Task FenceAsync()
    {
        _store.TakeOver();
        return Task.CompletedTask;
    }

    public Task<(long Version, string? Json)> StateAsync(string key) =>
        Task.FromResult(_store.States.TryGetValue(key, out var state) ? (state.Version, (string?)state.Json) : (0, null));

    public Task<(string Status, string Text)?> MessageAsync(Guid accountId, string dedupeKey) =>
        Task.FromResult<(string, string)?>(_store.Messages.TryGetValue((accountId, dedupeKey), out var message) ? (message.Row.Status, PostgresText.Clean(message.Row.Text)) : null);

    public Task<bool> HasRunAsync(Guid id) => Task.FromResult(_store.Runs.ContainsKey(id));

    public Task<List<(Guid Id, string Status)>> LaneAsync(string laneKey) => Task.FromResult(
        _store.Entries.Values.Where(entry => entry.Row.LaneKey == laneKey).OrderBy(static entry => entry.Seq).Select(static entry => (entry.Id, entry.Status)).ToList());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
