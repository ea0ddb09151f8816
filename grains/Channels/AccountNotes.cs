using System.Runtime.CompilerServices;
using Vespid.Channels;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.Runtime;
using Vespid.Storage.Entities;
using Vespid.Storage.Rows;
using Vespid.Storage.Snapshots;

namespace Vespid.Grains.Channels;

/// <summary>What the runtime notes on an account about its connection. An event goes with each change of status.</summary>
internal sealed class AccountNotes(
    ControlCommits commits, IAccountDirectory directory, ChannelAccounts accounts, IEnumerable<IChannelReceiver> receivers, IIdSource ids)
{
    /// <summary>What an account shows whose secrets cannot be decrypted.</summary>
    public const string SecretUnreadable = "ACCOUNT_SECRET_UNREADABLE";

    /// <summary>Longest error text kept.</summary>
    private const int MostError = 500;

    private readonly Dictionary<string, IChannelReceiver> _receivers = receivers.ToDictionary(receiver => receiver.ChannelId, StringComparer.Ordinal);
    private readonly ConditionalWeakTable<AccountSnapshot, string> _noted = [];

    /// <summary>As <see cref="FaultAsync"/>, once for the account as it is: for faults that every message meets anew.</summary>
    public Task FaultOnceAsync(AccountSnapshot account, string error, CancellationToken cancellationToken) =>
        _noted.TryAdd(account, error) ? StatusAsync(account, "error", error, "error", HasConnection(account), cancellationToken) : Task.CompletedTask;

    /// <summary>What sends meets a fault of the account too; a connection that somebody stopped must not start for that.</summary>
    public async Task FaultAsync(AccountSnapshot account, string error, CancellationToken cancellationToken)
    {
        await StatusAsync(account, "error", error, "error", HasConnection(account), cancellationToken);
        directory.Invalidate(account.Id);
    }

    /// <summary>A message was taken: the fault that the account shows is over. A connection of its own says that itself.</summary>
    public async Task SentAsync(AccountSnapshot account, CancellationToken cancellationToken)
    {
        if (account.Status != "error" || HasConnection(account))
            return;
        await RunningAsync(account, cancellationToken);
        directory.Invalidate(account.Id);
    }

    public Task DegradedAsync(AccountSnapshot account, string error, CancellationToken cancellationToken) =>
        StatusAsync(account, "degraded", error, "warn", keepsStopped: true, cancellationToken);

    public Task RunningAsync(AccountSnapshot account, CancellationToken cancellationToken) =>
        StatusAsync(account, "running", null, "info", keepsStopped: true, cancellationToken);

    private bool HasConnection(AccountSnapshot account) =>
        _receivers.TryGetValue(account.ChannelId, out var receiver) && receiver.ConnectionKey(accounts.Of(account)) is not null;

    private async Task StatusAsync(
        AccountSnapshot account, string status, string? error, string level, bool keepsStopped, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var text = error is { Length: > MostError } ? error[..MostError] : error;
        await commits.CommitAsync(
            account.Organization.Id,
            new AccountStatusNote(account.Id, account.Organization.Id, status, Change<string>.To(text), Seen: error is null, keepsStopped),
            new ChannelEventRow(ids.NewId(), account.Organization.Id, account.Id, null, "channel.account.status", level, status + (text is null ? "" : ": " + text), null));
    }
}
