namespace Vespid.Channels;

/// <summary>Who holds a web chat token.</summary>
/// <param name="AccountId">Web chat account it is good for.</param>
/// <param name="VisitorId">Sender id of the visitor's messages.</param>
/// <param name="ExpiresAt">Whole seconds.</param>
public sealed record Visitor(Guid AccountId, string VisitorId, DateTimeOffset ExpiresAt)
{
    /// <summary>The one conversation of the visitor.</summary>
    public string ConversationId => "dm:" + VisitorId;
}
