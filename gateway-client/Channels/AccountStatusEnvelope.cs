namespace Vespid.Gateway.Channels;

/// <summary>Status of one account.</summary>
internal sealed record AccountStatusEnvelope(AccountStatusAnswer Status);
