using System.Runtime.CompilerServices;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.Runtime;
using Vespid.Storage.Entities;
using Vespid.Storage.Rows;
using Vespid.Storage.Snapshots;

namespace Vespid.Grains.Channels;

/// <summary>What the runtime notes on an account about its connection. An event goes with each change of status.</summary>
internal sealed class AccountNotes(ControlCommits commits, IIdSource ids)
{
    /// <summary>What an account shows whose secrets cannot be decrypted.</summary>
    public const string SecretUnreadable = "ACCOUNT_SECRET_UNREADABLE";

    /// <summary>Longest error text kept.</summary>
    private const int MostError = 500;

    private readonly ConditionalWeakTable<AccountSnapshot, string> _noted = [];

    /// <summary>As <see cref="FaultAsync"/>, once for the account as it is: for faults that every message meets anew.</summary>
    public Task FaultOnceAsync(AccountSnapshot account, string error, CancellationToken cancellationToken) =>
        _noted.TryAdd(account, error) ? FaultAsync(account, error, cancellationToken) : Task.CompletedTask;

    public Task FaultAsync(AccountSnapshot account, string error, CancellationToken cancellationToken) =>
        StatusAsync(account, "error", error, "error", cancellationToken);

    public Task DegradedAsync(AccountSnapshot account, string error, CancellationToken cancellationToken) =>
        StatusAsync(account, "degraded", error, "warn", cancellationToken);

    public Task RunningAsync(AccountSnapshot account, CancellationToken cancellationToken) =>
        StatusAsync(account, "running", null, "info", cancellationToken);

    private async Task StatusAsync(AccountSnapshot account, string status, string? error, string level, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var text = error is { Length: > MostError } ? error[..MostError] : error;
        await commits.CommitAsync(
            account.Organization.Id,
            new AccountStatusNote(account.Id, account.Organization.Id, status, Change<string>.To(text), Seen: error is null),
            new ChannelEventRow(ids.NewId(), account.Organization.Id, account.Id, null, "channel.account.status", level, status + (text is null ? "" : ": " + text), null));
    }
}
