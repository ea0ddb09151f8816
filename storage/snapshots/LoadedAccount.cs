namespace Vespid.Storage.Snapshots;

/// <summary>An account as it was just read.</summary>
/// <param name="Snapshot">The account.</param>
/// <param name="IngressKey">Its unguessable key.</param>
/// <param name="HoldsFor">When a secret in it retires, which changes no version; null when none does.</param>
internal sealed record LoadedAccount(AccountSnapshot Snapshot, string IngressKey, TimeSpan? HoldsFor);
