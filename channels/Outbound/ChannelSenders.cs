namespace Vespid.Channels;

/// <summary>Sends by the way an account has: its webhook URL, else its platform.</summary>
public sealed class ChannelSenders
{
    private readonly IChannelSender _webhook;
    private readonly Dictionary<string, IChannelSender> _native;

    public ChannelSenders(IChannelSender webhook, IEnumerable<IChannelSender> native)
    {
        _webhook = webhook;
        _native = native.ToDictionary(sender => sender.ChannelId, StringComparer.Ordinal);
    }

    /// <summary>Whether the account's way is one that only the process that keeps its connection has.</summary>
    public bool UseConnection(ChannelAccount account) =>
        account.WebhookUrl is null && _native.TryGetValue(account.ChannelId, out var sender) && sender.UsesConnection;

    /// <inheritdoc cref="IChannelSender.SendAsync"/>
    public ValueTask<SendResult> SendAsync(OutboundMessage message, ChannelAccount account, CancellationToken cancellationToken)
    {
        if (account.WebhookUrl is not null)
            return _webhook.SendAsync(message, account, cancellationToken);
        return _native.TryGetValue(account.ChannelId, out var sender)
            ? sender.SendAsync(message, account, cancellationToken)
            : ValueTask.FromResult<SendResult>(new SendResult.NotConfigured(SendResult.NotConfigured.NoWayOut));
    }
}
