using System.Runtime.CompilerServices;
using Vespid.Channels;
using Vespid.Storage.Snapshots;

namespace Vespid.Grains.Channels;

/// <summary>The adapters' view of an account, made once a snapshot.</summary>
internal sealed class ChannelAccounts
{
    private readonly ConditionalWeakTable<AccountSnapshot, ChannelAccount> _views = [];

    public ChannelAccount Of(AccountSnapshot account) => _views.GetValue(
        account, static seen => new ChannelAccount(seen.Id, seen.ChannelId, seen.AccountKey, seen.Metadata, seen.Secrets, seen.WebhookUrl));
}
