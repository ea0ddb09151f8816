using System.Collections.Frozen;
using Vespid.GrainInterfaces.Channels;
using Vespid.Storage.Snapshots;

namespace Vespid.Grains.Channels;

/// <summary>What the policy of an account is decided on: the account's words, the message's kind, and what the allowlist says.</summary>
/// <param name="DirectMessage">Kind <c>message.dm</c>.</param>
/// <param name="Mentioned">The bot was addressed.</param>
/// <param name="DmPolicy">Word on the account.</param>
/// <param name="GroupPolicy">Word on the account.</param>
/// <param name="RequireMention">Groups must address the bot.</param>
/// <param name="SenderListed">Sender under scope <c>sender</c>.</param>
/// <param name="SenderPaired">Sender under scope <c>dm</c>: where an approved pairing puts it.</param>
/// <param name="SenderListedForGroup">Sender under scope <c>group</c>.</param>
/// <param name="ConversationListed">Conversation under scope <c>group</c> or <c>conversation</c>.</param>
/// <param name="WildcardForDm"><c>*</c> under <c>dm</c> or <c>sender</c>.</param>
/// <param name="WildcardForGroup"><c>*</c> under <c>group</c>, <c>conversation</c> or <c>sender</c>.</param>
public readonly record struct PolicyFacts(
    bool DirectMessage,
    bool Mentioned,
    string DmPolicy,
    string GroupPolicy,
    bool RequireMention,
    bool SenderListed,
    bool SenderPaired,
    bool SenderListedForGroup,
    bool ConversationListed,
    bool WildcardForDm,
    bool WildcardForGroup)
{
    private const string Wildcard = "*";

    /// <summary>Reads the facts off an account and a message.</summary>
    public static PolicyFacts Of(AccountSnapshot account, InboundMessage message)
    {
        var listed = account.Allowlist;
        var facts = new PolicyFacts
        {
            DirectMessage = message.Event == InboundEvents.DirectMessage,
            Mentioned = message.MentionMatched,
            DmPolicy = account.DmPolicy,
            GroupPolicy = account.GroupPolicy,
            RequireMention = account.RequireMentionInGroup,
        };
        return listed.Count == 0 ? facts : facts.DirectMessage ? WithDmListings(facts, listed, message) : WithGroupListings(facts, listed, message);
    }

    private static PolicyFacts WithDmListings(PolicyFacts facts, FrozenSet<(string Scope, string Subject)> listed, InboundMessage message) => facts with
    {
        SenderListed = listed.Contains((AllowlistScopes.Sender, message.SenderId)),
        SenderPaired = listed.Contains((AllowlistScopes.Dm, message.SenderId)),
        WildcardForDm = listed.Contains((AllowlistScopes.Dm, Wildcard)) || listed.Contains((AllowlistScopes.Sender, Wildcard)),
    };

    private static PolicyFacts WithGroupListings(PolicyFacts facts, FrozenSet<(string Scope, string Subject)> listed, InboundMessage message) => facts with
    {
        SenderListed = listed.Contains((AllowlistScopes.Sender, message.SenderId)),
        SenderListedForGroup = listed.Contains((AllowlistScopes.Group, message.SenderId)),
        ConversationListed = listed.Contains((AllowlistScopes.Group, message.ConversationId))
            || listed.Contains((AllowlistScopes.Conversation, message.ConversationId)),
        WildcardForGroup = listed.Contains((AllowlistScopes.Group, Wildcard))
            || listed.Contains((AllowlistScopes.Conversation, Wildcard))
            || listed.Contains((AllowlistScopes.Sender, Wildcard)),
    };
}
