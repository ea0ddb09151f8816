using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>One account and what can be done with it.</summary>
internal sealed class AccountPage(IAccountQueries accounts) : IConsolePage
{
    public async Task<ConsoleView> LoadAsync(ConsoleRequest request, CancellationToken cancellationToken) =>
        Guid.TryParse(request.Route, out var id) && await accounts.StatusAsync(request.OrganizationId, id, cancellationToken) is { } status
            ? ConsoleView.Of<AccountView>(status)
            : ConsoleView.Missing("account");
}
