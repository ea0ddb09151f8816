using Vespid.Channels;
using Vespid.Storage.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>Finds what a platform calls a message of a room.</summary>
internal sealed class RelayCopies(IChatStore store, ChatWebhooks webhooks)
{
    public const string Missing = "link_missing";
    private const string NoWebhook = "webhook_missing";

    /// <summary>The platform's id of a message in a binding, original or copy, for an answer to point at; null when it is not there.</summary>
    public async Task<string?> NativeAsync(Guid messageId, ChatBinding binding)
    {
        if (await store.MessageAsync(messageId) is { } original && original.BindingId == binding.Id)
            return original.Place == binding.Record.ExternalRoomId && !original.IsDeleted ? original.ExternalId : null;
        var copies = await store.CopiesAsync(messageId);
        return copies.FirstOrDefault(copy => copy.BindingId == binding.Id && copy.Status == "sent" && copy.Place == binding.Record.ExternalRoomId)?.ExternalId;
    }

    /// <summary>The copy that an entry is about.</summary>
    public async Task<Found> FindAsync(RelayPayload payload, RelayTarget at, CancellationToken cancellationToken)
    {
        if (payload.MessageId is not { } message || at.Binding is not { } binding)
            return default;
        var copy = (await store.CopiesAsync(message, cancellationToken)).FirstOrDefault(copy => copy.BindingId == binding.Id && copy.Part == payload.Part);
        if (copy is not { Status: "sent", ExternalId: { } id })
            return default;
        if (copy.Via != "webhook")
            return new Found(new RoomCopy(copy.Place, at.Topic, id), null);
        // The bot may not touch what its webhook said: to try would look as if the bot were out.
        return await webhooks.OfAsync(binding, at.Instance, cancellationToken) switch
        {
            { Webhook: { } webhook } => new Found(new RoomCopy(copy.Place, at.Topic, id, webhook), null),
            { Away: { } away } => new Found(null, new SendResult.Retry(away, null, CountsAsAttempt: false)),
            _ => new Found(null, new SendResult.Refused(NoWebhook)),
        };
    }

    /// <summary>Neither where it never arrived.</summary>
    /// <param name="Copy">The copy.</param>
    /// <param name="Fault">Why it cannot be reached.</param>
    internal readonly record struct Found(RoomCopy? Copy, SendResult? Fault);
}
