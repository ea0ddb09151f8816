using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>Accounts of an organisation.</summary>
/// <param name="Accounts">A page of them.</param>
/// <param name="Channel">The channel that was asked for.</param>
/// <param name="Channels">To choose from.</param>
public sealed record AccountsModel(PanelData<Page<AccountItem>> Accounts, string? Channel, IReadOnlyList<string> Channels);
