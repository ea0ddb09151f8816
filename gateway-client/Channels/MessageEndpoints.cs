using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Access;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Channels;

/// <summary>Messages and events of an account.</summary>
internal static class MessageEndpoints
{
    private static readonly Refusal Missing = Refusal.NotFound("Channel account");

    public static void MapMessages(this IEndpointRouteBuilder routes)
    {
        var account = routes.MapGroup(AccountEndpoints.Root + "/{accountId}").ForManagers().WithTags("Channel messages").ProducesErrors(400, 401, 403, 404, 503);
        account.MapGet("/messages", MessagesAsync).WithName("listChannelMessages").WithSummary("Messages in and out, newest first");
        account.MapGet("/events", EventsAsync).WithName("listChannelEvents").WithSummary("Events, newest first");
    }

    private static async Task<Results<Ok<MessageList>, RefusalResult>> MessagesAsync(
        OrganizationScope scope, Guid accountId, string? conversationId, int? limit, string? cursor,
        IAccountQueries accounts, IMessageQueries messages, CancellationToken cancellationToken)
    {
        if (!Paging.TryRead(limit, cursor, out var page, out var fault))
            return fault;
        if (await accounts.GetAsync(scope.OrganizationId, accountId, cancellationToken) is null)
            return (RefusalResult)Missing;
        var found = await messages.ListAsync(scope.OrganizationId, accountId, string.IsNullOrEmpty(conversationId) ? null : conversationId, page, cancellationToken);
        return TypedResults.Ok(new MessageList([.. found.Items.Select(MessageAnswer.From)], found.NextCursor));
    }

    private static async Task<Results<Ok<EventList>, RefusalResult>> EventsAsync(
        OrganizationScope scope, Guid accountId, int? limit, string? cursor, IAccountQueries accounts, IMessageQueries messages, CancellationToken cancellationToken)
    {
        if (!Paging.TryRead(limit, cursor, out var page, out var fault))
            return fault;
        if (await accounts.GetAsync(scope.OrganizationId, accountId, cancellationToken) is null)
            return (RefusalResult)Missing;
        var found = await messages.EventsAsync(scope.OrganizationId, accountId, page, cancellationToken);
        return TypedResults.Ok(new EventList([.. found.Items.Select(EventAnswer.From)], found.NextCursor));
    }
}
