namespace Vespid.Gateway.Channels;

/// <summary>What an action left.</summary>
internal sealed record AccountActionAnswer(bool Ok, string Action, AccountAnswer Account);
