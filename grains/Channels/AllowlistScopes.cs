namespace Vespid.Grains.Channels;

/// <summary>Scopes of allowlist entries that have an effect; other words may be stored and mean nothing.</summary>
internal static class AllowlistScopes
{
    public const string Sender = "sender";
    public const string Dm = "dm";
    public const string Group = "group";
    public const string Conversation = "conversation";
}
