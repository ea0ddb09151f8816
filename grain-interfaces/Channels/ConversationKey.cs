namespace Vespid.GrainInterfaces.Channels;

/// <summary>Key of a conversation grain, and of its outbound lane: account id, a bar, the platform's conversation id.</summary>
/// <param name="AccountId">Account.</param>
/// <param name="ConversationId">The platform's own word.</param>
public readonly record struct ConversationKey(Guid AccountId, string ConversationId)
{
    public override string ToString() => string.Concat(AccountId.ToString("N"), "|", ConversationId);

    public static ConversationKey Parse(string key) => new(Guid.ParseExact(key.AsSpan(0, 32), "N"), key[33..]);
}
