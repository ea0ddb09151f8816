namespace Vespid.Gateway.Channels;

/// <summary>One account.</summary>
internal sealed record AccountEnvelope(AccountAnswer Account);
