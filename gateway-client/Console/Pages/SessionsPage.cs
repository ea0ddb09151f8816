using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>Sessions of the organisation's agent.</summary>
internal sealed class SessionsPage(ISessionQueries sessions) : IConsolePage
{
    private const int PageSize = 100;

    public async Task<ConsoleView> LoadAsync(ConsoleRequest request, CancellationToken cancellationToken) => ConsoleView.Of<SessionsView>(
        await request.ReadAsync(() => sessions.ListAsync(request.OrganizationId, new PageRequest(PageSize, request.Word("cursor")), cancellationToken)));
}
