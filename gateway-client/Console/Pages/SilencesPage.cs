using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>Silences and maintenance windows, and who is told of what they leave.</summary>
internal sealed class SilencesPage(IAlertQueries alerts) : IConsolePage
{
    private const int PageSize = 50;

    public async Task<ConsoleView> LoadAsync(ConsoleRequest request, CancellationToken cancellationToken)
    {
        var past = request.Word("past") == "true";
        var page = new PageRequest(PageSize, request.Word("cursor"));
        var found = await request.ReadAsync(() => alerts.SilencesAsync(request.Reach(), past, page, cancellationToken));
        var receivers = await request.ReadAsync(() => alerts.ReceiversAsync(request.Reach(), cancellationToken));
        return ConsoleView.Of<SilencesView>(new SilencesModel(found, past, receivers, request.Scope.IsOperator ? null : request.OrganizationId));
    }
}
