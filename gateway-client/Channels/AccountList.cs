namespace Vespid.Gateway.Channels;

/// <summary>Accounts, newest change first.</summary>
internal sealed record AccountList(IReadOnlyList<AccountAnswer> Accounts, string? NextCursor);
