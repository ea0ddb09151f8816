using Vespid.Channels;
using Vespid.GrainInterfaces.Platforms;
using Vespid.Grains.Channels;
using Vespid.Grains.Platforms;
using Vespid.Storage.Lanes;
using Vespid.Storage.Lease;
using Vespid.Storage.Rows;
using Vespid.Storage.Snapshots;

namespace Vespid.Grains.Delivery;

/// <summary>Sends messages to conversations of channel accounts.</summary>
internal sealed class ChannelOutboxSender(
    IAccountDirectory directory, ChannelAccounts accounts, ChannelSenders senders, IRuntimeFlags flags, IGrainFactory grains, AccountNotes notes,
    SendsElsewhere elsewhere, IWriterLease lease) : IOutboxSender
{
    private static readonly TimeSpan WhileOff = TimeSpan.FromSeconds(5);

    public IReadOnlyList<string> Kinds { get; } = [OutboundEntries.Reply, OutboundEntries.Test, OutboundEntries.PairingNotice];

    public async ValueTask<Clearance> ClearAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        if (await directory.GetAsync(entry.AccountId!.Value, Freshness.Recent, cancellationToken) is not { } account)
            return new Clearance.Never("ACCOUNT_UNAVAILABLE");
        if (!flags.IsChannelEnabled(account.ChannelId) || !account.Organization.ChannelRuntimeEnabled)
            return new Clearance.Wait(WhileOff, "CHANNEL_DISABLED");
        if (!account.Enabled)
            return new Clearance.Wait(WhileOff, "ACCOUNT_UNAVAILABLE");
        if (!account.UnreadableSecrets.IsEmpty)
        {
            await notes.FaultOnceAsync(account, $"{AccountNotes.SecretUnreadable}: {string.Join(", ", account.UnreadableSecrets)}", cancellationToken);
            return new Clearance.Wait(WhileOff, AccountNotes.SecretUnreadable);
        }

        if (account.WebhookUrl is null && ChannelCatalog.Get(account.ChannelId).DeliversInStore)
        {
            var payload = OutboundPayload.Read(entry.Payload);
            return new Clearance.InStore(new WebchatMessageRow(
                entry.Id, entry.OrganizationId, account.Id, entry.ConversationId!, payload.Text, payload.ReplyToProviderMessageId));
        }

        if (BotOf(account) is not { } bot)
            return Clearance.Go.Instance;
        var wait = await grains.GetGrain<IPlatformConnectionGrain>(bot).ReserveSend(entry.ConversationId!);
        return wait > TimeSpan.Zero ? new Clearance.Wait(wait, "RATE_LIMITED") : Clearance.Go.Instance;
    }

    public async ValueTask<SendResult> SendAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        if (await directory.GetAsync(entry.AccountId!.Value, Freshness.Cached, cancellationToken) is not { } snapshot)
            return new SendResult.Refused("ACCOUNT_UNAVAILABLE");
        // To read the account may have taken long: another process may be sending this very entry by now.
        if (!lease.IsHeld)
            return new SendResult.Retry("WRITER_LEASE_LOST", null, CountsAsAttempt: false);
        var account = accounts.Of(snapshot);
        var payload = OutboundPayload.Read(entry.Payload);
        var message = new OutboundMessage(
            entry.Id, entry.OrganizationId, entry.ConversationId!, payload.Text, payload.ReplyToProviderMessageId, payload.ThreadId,
            entry.SessionId, entry.SessionSeq, entry.Kind);
        var result = !lease.IsLeader && senders.UseConnection(account)
            ? await elsewhere.SendAsync(message, account.Id)
            : await senders.SendAsync(message, account, cancellationToken);

        if (result is SendResult.Retry { RetryAfter: { } silence } && BotOf(snapshot) is { } bot)
            await grains.GetGrain<IPlatformConnectionGrain>(bot).Hold(silence);
        if (result is SendResult.Refused { AccountFault: true } fault)
            await notes.FaultAsync(snapshot, fault.Error, cancellationToken);
        else if (result is SendResult.Sent)
            await notes.SentAsync(snapshot, cancellationToken);
        return result;
    }

    /// <summary>The bot whose send budget a message to the platform takes; none when it goes to a webhook URL.</summary>
    private string? BotOf(AccountSnapshot account) => account.WebhookUrl is null ? TelegramIdentity.KeyOf(accounts.Of(account)) : null;
}
