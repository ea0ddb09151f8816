namespace Vespid.Channels;

/// <summary>The check of an address.</summary>
internal static class FeishuChallenge
{
    private const int MaxLength = 1024;

    /// <summary>Null for everything else, also for an event that carries the same <c>type</c> beside its own header.</summary>
    public static string? Of(BodyReader body) =>
        body["type"].Text == "url_verification" && !body["header"].IsObject && !body["event"].IsObject
        && body["challenge"].Text is { Length: <= MaxLength } challenge ? challenge : null;
}
