using Vespid.Channels;
using Vespid.GrainInterfaces.Platforms;
using Vespid.Grains.Channels;
using Vespid.Storage.Lease;
using Vespid.Storage.Snapshots;

namespace Vespid.Grains.Platforms;

/// <summary>Sends over the connections of this process for lanes that live in another.</summary>
internal sealed class ConnectionHost(IAccountDirectory directory, ChannelAccounts accounts, ChannelSenders senders, IWriterLease lease, TimeProvider clock)
    : IConnectionHost
{
    /// <summary>Well below the time after which the caller gives the answer up for lost.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public Task<bool> Leads() => Task.FromResult(lease.IsLeader);

    public async Task<ConnectionAnswer> Send(Guid accountId, ConnectionMessage message)
    {
        using var deadline = new CancellationTokenSource(Patience, clock);
        try
        {
            if (await directory.GetAsync(accountId, Freshness.Cached, deadline.Token) is not { } account)
                return ConnectionAnswers.Of(new SendResult.Refused("ACCOUNT_UNAVAILABLE"));
            // It may have waited long: another process may have the connections by now.
            return ConnectionAnswers.Of(lease.IsLeader
                ? await senders.SendAsync(ConnectionAnswers.MessageOf(message), accounts.Of(account), deadline.Token)
                : SendsElsewhere.Later);
        }
        catch (OperationCanceledException)
        {
            // Senders throw this only when nothing was written.
            return ConnectionAnswers.Of(SendsElsewhere.Later);
        }
    }
}
