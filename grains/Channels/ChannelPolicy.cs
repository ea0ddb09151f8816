using Vespid.GrainInterfaces.Channels;

namespace Vespid.Grains.Channels;

/// <summary>Who may talk. A word it does not know refuses.</summary>
public static class ChannelPolicy
{
    /// <summary>The reason code: <see cref="ReasonCodes.Accepted"/> or why not.</summary>
    public static string Decide(in PolicyFacts facts) => facts.DirectMessage ? DirectMessage(facts) : Group(facts);

    private static string DirectMessage(in PolicyFacts facts) => facts.DmPolicy switch
    {
        "pairing" => facts.SenderListed || facts.SenderPaired ? ReasonCodes.Accepted : ReasonCodes.DmPairingRequired,
        "allowlist" => facts.SenderListed || facts.SenderPaired ? ReasonCodes.Accepted : ReasonCodes.DmAllowlistDenied,
        "open" => facts.WildcardForDm ? ReasonCodes.Accepted : ReasonCodes.DmOpenRequiresWildcard,
        _ => ReasonCodes.DmDisabled,
    };

    private static string Group(in PolicyFacts facts)
    {
        if (facts.GroupPolicy is not ("allowlist" or "open"))
            return ReasonCodes.GroupDisabled;
        if (facts.RequireMention && !facts.Mentioned)
            return ReasonCodes.GroupMentionRequired;
        if (facts.GroupPolicy == "open")
            return facts.WildcardForGroup ? ReasonCodes.Accepted : ReasonCodes.GroupOpenRequiresWildcard;
        return facts.ConversationListed || facts.SenderListed || facts.SenderListedForGroup ? ReasonCodes.Accepted : ReasonCodes.GroupAllowlistDenied;
    }
}
