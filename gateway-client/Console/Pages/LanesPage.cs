using Vespid.Gateway.Delivery;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>Lanes and their entries.</summary>
internal sealed class LanesPage(IOutboxQueries outbox, IAccountQueries accounts) : IConsolePage
{
    private const int PageSize = 100;

    public async Task<ConsoleView> LoadAsync(ConsoleRequest request, CancellationToken cancellationToken)
    {
        var (status, account) = (request.OneOf("status", OutboxWords.Statuses), request.Id("account"));
        var filter = new OutboxFilter { Status = status, AccountId = account, LaneKey = request.Word("lane") };
        var page = new PageRequest(PageSize, request.Word("cursor"));
        var found = await request.ReadAsync(() => outbox.ListAsync(request.OrganizationId, filter, page, cancellationToken));
        var known = await request.ReadAsync(() => accounts.ListAsync(request.OrganizationId, null, new PageRequest(PageRequest.MaxLimit), cancellationToken));
        return ConsoleView.Of<LanesView>(new LanesModel(found, status, account, LanesOf(found.Value?.Items ?? []), known.Value?.Items ?? []));
    }

    private static IReadOnlyList<LaneFigures> LanesOf(IReadOnlyList<OutboxItem> entries) =>
        [.. entries.Where(entry => entry.Status is "queued" or "sending" or "retrying" or "unknown").GroupBy(entry => entry.LaneKey)
            .Select(lane => new LaneFigures(lane.Key, lane.Count(), lane.MinBy(entry => entry.Seq)!)).OrderBy(lane => lane.Head.CreatedAt)];
}
