namespace Vespid.GrainInterfaces.Channels;

/// <summary>Reasons that do not belong to one channel. Each channel's authenticity reasons stand with its adapter.</summary>
public static class ReasonCodes
{
    public const string Accepted = "accepted";
    public const string DuplicateMessage = "duplicate_message";
    public const string Handshake = "handshake";

    public const string ChannelDisabled = "channel_disabled";
    public const string AdapterNotFound = "adapter_not_found";
    public const string AccountNotFound = "account_not_found";
    public const string AccountDisabled = "account_disabled";
    public const string NormalizeFailed = "normalize_failed";
    public const string UnsupportedEvent = "unsupported_event";
    public const string SelfMessage = "self_message";

    public const string AdapterAuthFailed = "adapter_auth_failed";
    public const string SignatureInvalid = "signature_invalid";
    public const string SignatureStale = "signature_stale";
    public const string ReplayedDelivery = "replayed_delivery";
    public const string UnsignedNotAllowed = "unsigned_not_allowed";
    public const string BodyTooLarge = "body_too_large";
    public const string RateLimited = "rate_limited";

    public const string DmDisabled = "dm_disabled";
    public const string DmPairingRequired = "dm_pairing_required";
    public const string DmAllowlistDenied = "dm_allowlist_denied";
    public const string DmOpenRequiresWildcard = "dm_open_requires_wildcard";
    public const string GroupDisabled = "group_disabled";
    public const string GroupMentionRequired = "group_mention_required";
    public const string GroupAllowlistDenied = "group_allowlist_denied";
    public const string GroupOpenRequiresWildcard = "group_open_requires_wildcard";
}
