using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>Sends over the account's one live connection; without it, later.</summary>
internal sealed class IrcSender(IrcConnections connections, IOptions<ChannelOptions> options) : VendorSender("irc", options)
{
    public override bool UsesConnection => true;

    protected override bool IsConfigured(ChannelAccount account) => IrcSettings.Of(account) is not null;

    protected override async Task<SendResult> SendNativelyAsync(OutboundMessage message, ChannelAccount account, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return connections.Find(account.Id) is { } connection
            ? await connection.SendAsync(message, cancellationToken)
            : Retry("not_connected", null, counts: false);
    }
}
