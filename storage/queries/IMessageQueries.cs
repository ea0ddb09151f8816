namespace Vespid.Storage.Queries;

/// <summary>Messages and events of channel accounts. Each call reads one organisation under a database role that sees no other.</summary>
public interface IMessageQueries
{
    /// <summary>Messages in and out, newest first; of one conversation if given.</summary>
    Task<Page<MessageItem>> ListAsync(Guid organizationId, Guid accountId, string? conversationId, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>Events, newest first by the message or entry they belong to.</summary>
    Task<Page<EventItem>> EventsAsync(Guid organizationId, Guid accountId, PageRequest page, CancellationToken cancellationToken = default);
}
