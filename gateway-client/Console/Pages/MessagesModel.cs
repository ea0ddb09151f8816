using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>Messages of an account.</summary>
/// <param name="Accounts">To choose from.</param>
/// <param name="AccountId">The one shown; null when there is none.</param>
/// <param name="Conversation">The conversation that was asked for.</param>
/// <param name="Direction"><c>inbound</c>, <c>outbound</c> or null for both.</param>
/// <param name="Reason">Reason code or status that was asked for.</param>
/// <param name="Messages">Those of the page that the filters let through.</param>
/// <param name="Reasons">Reason codes and statuses of the page, to choose from.</param>
/// <param name="Events">Latest events of the account.</param>
public sealed record MessagesModel(
    PanelData<IReadOnlyList<AccountItem>> Accounts, Guid? AccountId, string? Conversation, string? Direction, string? Reason,
    PanelData<Page<MessageItem>> Messages, IReadOnlyList<string> Reasons, PanelData<Page<EventItem>> Events)
{
    /// <summary>What an operator asks for: why it was refused or what went wrong, else how it stands.</summary>
    public static string ReasonOf(MessageItem message) => string.IsNullOrEmpty(message.Error) ? message.Status : message.Error;
}
