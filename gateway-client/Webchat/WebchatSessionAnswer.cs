namespace Vespid.Gateway.Webchat;

/// <summary>A visitor's pass.</summary>
/// <param name="Token">Send it as <c>Authorization: Bearer</c> with messages and to the event stream.</param>
/// <param name="VisitorId">Sender id of the visitor's messages.</param>
/// <param name="ConversationId">The visitor's one conversation.</param>
/// <param name="ExpiresAt">When the token ends; ask again with it before then to stay the same visitor.</param>
internal sealed record WebchatSessionAnswer(string Token, string VisitorId, string ConversationId, DateTimeOffset ExpiresAt);
