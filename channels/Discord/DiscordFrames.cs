namespace Vespid.Channels;

/// <summary>
/// What kind of thing a body is. The types of interactions, webhook events and messages overlap, so that the fields beside them decide.
/// </summary>
internal static class DiscordFrames
{
    private const int InteractionPing = 1;
    private const int WebhookPing = 0;

    public static bool IsInteractionPing(BodyReader body) => body["type"].Integer == InteractionPing && IsBare(body);

    public static bool IsWebhookPing(BodyReader body) =>
        body["type"].Integer == WebhookPing && body["application_id"].Text is not null && body["version"].IsNumber && IsBare(body);

    /// <summary>A command, a click or a form.</summary>
    public static bool IsInteraction(BodyReader body) =>
        body["type"].Integer is > InteractionPing and <= 5 && body["application_id"].Text is not null && body["token"].Text is not null && IsBare(body);

    public static bool IsWebhookEvent(BodyReader body) => body["event"].IsObject && body["application_id"].Text is not null;

    // Messages say who wrote them, events what happened.
    private static bool IsBare(BodyReader body) =>
        !body["author"].IsObject && !body["event"].IsObject && !body["d"].IsObject && body["content"].Text is null && body["op"].Integer is null;
}
