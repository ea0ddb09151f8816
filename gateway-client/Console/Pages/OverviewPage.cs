using Vespid.Gateway.Health;
using Vespid.Storage.Lease;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>How everything is, at a glance.</summary>
internal sealed class OverviewPage(
    HealthBoard board, IWriterLease lease, IRuntimeQueries runtime, IOutboxQueries outbox, IPairingQueries pairings, IAccountQueries accounts) : IConsolePage
{
    private const int LanesShown = 10;

    public async Task<ConsoleView> LoadAsync(ConsoleRequest request, CancellationToken cancellationToken)
    {
        var organization = request.Scope.Organization?.OrganizationId;
        return ConsoleView.Of<OverviewView>(new OverviewModel(
            await HealthAsync(),
            organization is { } id ? await request.ReadAsync(() => FiguresAsync(id, cancellationToken)) : null,
            request.Scope.IsOperator ? await request.ReadAsync(() => runtime.InspectQueueAsync(LanesShown, cancellationToken)) : null,
            organization is { } owner ? await request.ReadAsync(() => TroubledAsync(owner, cancellationToken)) : null));
    }

    private async Task<OverviewHealth> HealthAsync()
    {
        var health = await board.LookAsync();
        return new OverviewHealth(
            health.Status, health.Active, health.Lease.Epoch, lease.Active.FirstOrDefault()?.Control,
            [.. health.Dependencies.Select(each => new OverviewDependency(each.Key, each.Value.State, each.Value.Required, each.Value.Detail))]);
    }

    private async Task<OrganizationFigures> FiguresAsync(Guid organization, CancellationToken cancellationToken)
    {
        Task<int> CountAsync(string status) => outbox.CountAsync(organization, new OutboxFilter { Status = status }, cancellationToken);
        var pending = await pairings.ListAsync(organization, null, "pending", new PageRequest(PageRequest.MaxLimit), cancellationToken);
        return new OrganizationFigures(
            await CountAsync("queued") + await CountAsync("sending"), await CountAsync("retrying"), await CountAsync("unknown"), await CountAsync("dead_letter"),
            pending.Items.Count, pending.NextCursor is not null);
    }

    private async Task<IReadOnlyList<AccountItem>> TroubledAsync(Guid organization, CancellationToken cancellationToken) =>
        [.. (await accounts.ListAsync(organization, null, new PageRequest(PageRequest.MaxLimit), cancellationToken)).Items
            .Where(account => account.Status is "degraded" or "error" || account.LastError is not null)];
}
