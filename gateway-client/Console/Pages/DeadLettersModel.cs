using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>What could not be delivered.</summary>
/// <param name="Entries">A page of dead letters.</param>
/// <param name="AccountId">The account that was asked for.</param>
/// <param name="ErrorClass">The kind of error that was asked for.</param>
/// <param name="Accounts">To choose from.</param>
public sealed record DeadLettersModel(PanelData<Page<OutboxItem>> Entries, Guid? AccountId, string? ErrorClass, IReadOnlyList<AccountItem> Accounts)
{
    public static IReadOnlyList<string> ErrorClasses { get; } = ["transient", "permanent", "unknown"];
}
