using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>One session with its turns.</summary>
internal sealed class SessionPage(ISessionQueries sessions) : IConsolePage
{
    private const int PageSize = 50;

    public async Task<ConsoleView> LoadAsync(ConsoleRequest request, CancellationToken cancellationToken) =>
        Guid.TryParse(request.Route, out var id)
        && await sessions.GetAsync(request.OrganizationId, id, new PageRequest(PageSize, request.Word("cursor")), cancellationToken) is { } detail
            ? ConsoleView.Of<SessionView>(detail)
            : ConsoleView.Missing("session");
}
