using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>Dead letters, to be sent again or discarded.</summary>
internal sealed class DeadLettersPage(IOutboxQueries outbox, IAccountQueries accounts) : IConsolePage
{
    private const int PageSize = 100;

    public async Task<ConsoleView> LoadAsync(ConsoleRequest request, CancellationToken cancellationToken)
    {
        var (account, error) = (request.Id("account"), request.OneOf("error", DeadLettersModel.ErrorClasses));
        var filter = OutboxFilter.DeadLetters with { AccountId = account, ErrorClass = error };
        var page = new PageRequest(PageSize, request.Word("cursor"));
        var found = await request.ReadAsync(() => outbox.ListAsync(request.OrganizationId, filter, page, cancellationToken));
        var known = await request.ReadAsync(() => accounts.ListAsync(request.OrganizationId, null, new PageRequest(PageRequest.MaxLimit), cancellationToken));
        return ConsoleView.Of<DeadLettersView>(new DeadLettersModel(found, account, error, known.Value?.Items ?? []));
    }
}
