using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>The pairing queue.</summary>
internal sealed class PairingPage(IPairingQueries pairings, IAccountQueries accounts) : IConsolePage
{
    private const int PageSize = 100;
    private const string All = "all";

    public async Task<ConsoleView> LoadAsync(ConsoleRequest request, CancellationToken cancellationToken)
    {
        // The queue is what waits; the rest is there for who asks.
        var status = request.Word("status") == All ? null : request.OneOf("status", PairingModel.Statuses) ?? "pending";
        var (account, page) = (request.Id("account"), new PageRequest(PageSize, request.Word("cursor")));
        var known = await request.ReadAsync(() => accounts.ListAsync(request.OrganizationId, null, new PageRequest(PageRequest.MaxLimit), cancellationToken));
        var found = await request.ReadAsync(() => pairings.ListAsync(request.OrganizationId, account, status, page, cancellationToken));
        return ConsoleView.Of<PairingView>(new PairingModel(found, status, account, known.Value?.Items ?? []));
    }
}
