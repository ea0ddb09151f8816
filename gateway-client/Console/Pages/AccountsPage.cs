using Vespid.Channels;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>Accounts with their status and why it is so.</summary>
internal sealed class AccountsPage(IAccountQueries accounts) : IConsolePage
{
    private const int PageSize = 100;
    private static readonly IReadOnlyList<string> Channels = [.. ChannelCatalog.All.Select(channel => channel.Id).Order(StringComparer.Ordinal)];

    public async Task<ConsoleView> LoadAsync(ConsoleRequest request, CancellationToken cancellationToken)
    {
        var channel = request.OneOf("channel", Channels);
        var page = new PageRequest(PageSize, request.Word("cursor"));
        var found = await request.ReadAsync(() => accounts.ListAsync(request.OrganizationId, channel, page, cancellationToken));
        return ConsoleView.Of<AccountsView>(new AccountsModel(found, channel, Channels));
    }
}
