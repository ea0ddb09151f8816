using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>Who asks to be let in.</summary>
/// <param name="Requests">A page of requests.</param>
/// <param name="Status">The status that was asked for; null for all.</param>
/// <param name="AccountId">The account that was asked for.</param>
/// <param name="Accounts">Accounts by id, for their names.</param>
public sealed record PairingModel(PanelData<Page<PairingItem>> Requests, string? Status, Guid? AccountId, IReadOnlyList<AccountItem> Accounts)
{
    public static IReadOnlyList<string> Statuses { get; } = ["pending", "approved", "rejected", "expired"];

    public string NameOf(Guid accountId) => Accounts.FirstOrDefault(account => account.Id == accountId) is { } found ? $"{found.ChannelId} / {found.AccountKey}" : accountId.ToString();
}
