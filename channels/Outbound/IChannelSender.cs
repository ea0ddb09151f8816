namespace Vespid.Channels;

/// <summary>Outbound half of a channel: one attempt to send one message.</summary>
public interface IChannelSender
{
    string ChannelId { get; }

    /// <summary>Whether it sends over the connection that its receiver keeps, so that it can do so only in the process that has it.</summary>
    bool UsesConnection => false;

    /// <summary>
    /// Tries once, within <see cref="ChannelOptions.OutboundTimeout"/>. Throws <see cref="OperationCanceledException"/> only when nothing was
    /// written yet; a cancellation after that is <see cref="SendResult.Unknown"/>. Every other fault is a result.
    /// </summary>
    ValueTask<SendResult> SendAsync(OutboundMessage message, ChannelAccount account, CancellationToken cancellationToken);
}
