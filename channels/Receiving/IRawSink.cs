namespace Vespid.Channels;

/// <summary>Takes what a platform says as it says it, instead of messages: for who needs deletions, webhooks and bots too.</summary>
public interface IRawSink : IReceiverSink
{
    /// <summary>Commits what follows from it, then the cursor.</summary>
    /// <param name="name">Discord's dispatch, <c>READY</c> among them; <c>update</c> of Telegram.</param>
    /// <param name="data">Its data.</param>
    /// <param name="cursor">Where to go on after a restart.</param>
    /// <param name="cancellationToken">Given up only before anything was committed.</param>
    Task TakeAsync(string name, BodyReader data, string? cursor, CancellationToken cancellationToken);
}
