using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>Messages in and out with their reason codes.</summary>
internal sealed class MessagesPage(IAccountQueries accounts, IMessageQueries messages) : IConsolePage
{
    private const int EventsShown = 30;
    private static readonly IReadOnlyList<string> Directions = ["inbound", "outbound"];

    public async Task<ConsoleView> LoadAsync(ConsoleRequest request, CancellationToken cancellationToken)
    {
        var known = await request.ReadAsync(
            async () => (await accounts.ListAsync(request.OrganizationId, null, new PageRequest(PageRequest.MaxLimit), cancellationToken)).Items);
        var (conversation, direction, reason) = (request.Word("conversation"), request.OneOf("direction", Directions), request.Word("reason"));
        var account = request.Id("account") is { } named ? known.Value?.FirstOrDefault(each => each.Id == named)?.Id : known.Value?.Select(each => (Guid?)each.Id).FirstOrDefault();
        if (account is not { } id)
        {
            return ConsoleView.Of<MessagesView>(new MessagesModel(
                known, null, conversation, direction, reason, new PanelData<Page<MessageItem>>(new([], null), known.Fault), [], new PanelData<Page<EventItem>>(new([], null), known.Fault)));
        }

        var page = new PageRequest(PageRequest.MaxLimit, request.Word("cursor"));
        var found = await request.ReadAsync(() => messages.ListAsync(request.OrganizationId, id, conversation, page, cancellationToken));
        var events = await request.ReadAsync(() => messages.EventsAsync(request.OrganizationId, id, new PageRequest(EventsShown), cancellationToken));
        var reasons = found.Value?.Items.Select(MessagesModel.ReasonOf).Distinct().Order(StringComparer.Ordinal).ToList() ?? [];
        return ConsoleView.Of<MessagesView>(new MessagesModel(known, id, conversation, direction, reason, Filtered(found, direction, reason), reasons, events));
    }

    private static PanelData<Page<MessageItem>> Filtered(PanelData<Page<MessageItem>> found, string? direction, string? reason) => found.Value is not { } page
        ? found
        : found with
        {
            Value = page with
            {
                Items = [.. page.Items.Where(item => (direction is null || item.Direction == direction) && (reason is null || MessagesModel.ReasonOf(item) == reason))],
            },
        };
}
