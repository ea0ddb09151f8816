using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Access;
using Vespid.Gateway.Channels;
using Vespid.Gateway.Http;
using Vespid.Gateway.Standby;
using Vespid.GrainInterfaces.Channels;
using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Internal;

/// <summary>Test messages asked for by other services of the deployment.</summary>
internal static class InternalTestSendEndpoints
{
    private static readonly TestSendResult Unavailable = new(false, "account_unavailable", 0, null, "ACCOUNT_UNAVAILABLE");

    public static void MapInternalTestSend(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/internal/v1/channels/test-send", SendAsync).ForServices().WithMetadata(new PatienceMetadata(TimeSpan.FromSeconds(20))).WithTags("Internal").WithName("internalTestSend")
            .WithSummary("Send a test message and wait up to 10 s for it").ProducesErrors(400, 401, 503);

    private static async Task<Results<Ok<TestSendAnswer>, RefusalResult>> SendAsync(
        Body<InternalTestSendRequest> body, IGrainFactory grains, IAccountQueries accounts, CancellationToken cancellationToken)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;
        var account = await accounts.GetAsync(request.OrganizationId, request.AccountId, cancellationToken);
        if (account is null || account.ChannelId != request.ChannelId || account.AccountKey != request.AccountKey)
            return TypedResults.Ok(new TestSendAnswer(false, Unavailable));
        var outcome = await grains.GetGrain<IChannelAccountGrain>(request.AccountId).TestSend(
            request.OrganizationId, request.ConversationId, request.Text, request.ReplyToProviderMessageId, new Actor("system", "service", null));
        return outcome.Refusal switch
        {
            null => TypedResults.Ok(new TestSendAnswer(outcome.Value!.Delivered, outcome.Value)),
            { Kind: RefusalKind.NotFound } => TypedResults.Ok(new TestSendAnswer(false, Unavailable)),
            var refusal => (RefusalResult)refusal,
        };
    }
}
