using Vespid.Storage.Commits;
using Vespid.Storage.Entities;
using Vespid.Storage.Lease;
using Vespid.Storage.Rows;
using Vespid.Tests.Simulation.Hosts;
using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Running;
using Vespid.Tests.Simulation.Sabotage;

namespace Vespid.Tests.Simulation.ChatOps;

/// <summary>Where a process is to crash next: before or after a commit of some kind, or with a request on its way.</summary>
/// <param name="inner">A defect that the hosts have besides.</param>
internal sealed class ChatCrashes(Defect inner, Dice dice, Tally tally) : Defect
{
    private static readonly (string What, Func<Commit, bool> Is)[] Commits =
    [
        ("message", static commit => commit.Rows.Any(static row => row is ChatMessageInsert)),
        ("edit", static commit => commit.Rows.Any(static row => row is ChatMessageEdit)),
        ("deletion", static commit => commit.Rows.Any(static row => row is ChatMessageDelete)),
        ("sending", static commit => commit.Rows.Any(static row => row is OutboxChange { Status: "sending" })),
        ("sent", static commit => commit.Rows.Any(static row => row is ChatCopyMark { Status: "sent" })),
        ("withdrawn", static commit => commit.Rows.Any(static row => row is ChatCopyWithdrawn)),
        ("webhook", static commit => commit.Rows.Any(static row => row is ChatBindingWebhook)),
        ("cursor", static commit => commit.State is not null),
    ];

    private (string What, Func<Commit, bool> Is)? _before;
    private (string What, Func<Commit, bool> Is)? _after;
    private string? _during;

    /// <summary>The process ends now.</summary>
    public event Action? Crashes;

    public override string Name => inner.Name;

    public override bool FenceIsOpen => inner.FenceIsOpen;

    public void Plan()
    {
        switch (dice.Below(3))
        {
            case 0:
                _before = dice.Of<(string, Func<Commit, bool>)>(Commits);
                break;
            case 1:
                _after = dice.Of<(string, Func<Commit, bool>)>(Commits);
                break;
            default:
                _during = dice.Of("request leaves", "request taken");
                break;
        }
    }

    public void Cancel() => (_before, _after, _during) = (null, null, null);

    public void After(Commit commit)
    {
        if (_after is { } after && after.Is(commit))
            Crash("after " + after.What);
    }

    public void During(string what)
    {
        if (_during == what)
            Crash("as a " + what);
    }

    public override ICommitLog Log(ICommitLog log, SimulatedHost host, Surroundings surroundings) => new Between(this, inner.Log(log, host, surroundings));

    public override IWriterLease Lease(IWriterLease lease) => inner.Lease(lease);

    private void Crash(string what)
    {
        Cancel();
        tally.Fault("crash " + what);
        Crashes?.Invoke();
    }

    private sealed class Between(ChatCrashes crashes, ICommitLog log) : ICommitLog
    {
        public ValueTask<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken)
        {
            if (crashes._before is not { } before || !before.Is(commit))
                return log.CommitAsync(commit, cancellationToken);
            crashes.Crash("before " + before.What);
            // Who has ended hears of nothing.
            return new ValueTask<CommitOutcome>(new TaskCompletionSource<CommitOutcome>().Task);
        }
    }
}
