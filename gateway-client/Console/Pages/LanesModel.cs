using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>What is on its way out.</summary>
/// <param name="Entries">A page of entries.</param>
/// <param name="Status">The status that was asked for; null for all.</param>
/// <param name="AccountId">The account that was asked for.</param>
/// <param name="Lanes">Of the entries shown, by lane.</param>
/// <param name="Accounts">To choose from.</param>
public sealed record LanesModel(
    PanelData<Page<OutboxItem>> Entries, string? Status, Guid? AccountId, IReadOnlyList<LaneFigures> Lanes, IReadOnlyList<AccountItem> Accounts);

/// <summary>A lane among the entries shown.</summary>
/// <param name="Key">Lane.</param>
/// <param name="Open">Entries that have not left.</param>
/// <param name="Head">The one that goes first.</param>
public sealed record LaneFigures(string Key, int Open, OutboxItem Head);
