using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Access;
using Vespid.Gateway.Http;
using Vespid.Gateway.Standby;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Gateway.Channels;

/// <summary>Test messages, through the same lane as every other.</summary>
internal static class TestSendEndpoints
{
    public static void MapTestSend(this IEndpointRouteBuilder routes) =>
        routes.MapPost(AccountEndpoints.Root + "/{accountId}/test-send", SendAsync).ForManagers().WithTags("Channel accounts").WithName("testSend")
            .WithSummary("Send a test message and wait up to 10 s for it")
            .WithMetadata(new PatienceMetadata(TimeSpan.FromSeconds(20)))
            .WithMetadata(new UnavailableCodeMetadata("CHANNEL_DELIVERY_UNAVAILABLE"))
            .ProducesErrors(400, 401, 403, 404, 503);

    private static async Task<Results<Ok<TestSendAnswer>, RefusalResult>> SendAsync(
        OrganizationScope scope, Guid accountId, Body<TestSendRequest> body, IGrainFactory grains)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;
        var outcome = await grains.GetGrain<IChannelAccountGrain>(accountId)
            .TestSend(scope.OrganizationId, request.ConversationId, request.Text, request.ReplyToProviderMessageId, scope.Actor);
        return outcome.Refusal is { } refusal ? (RefusalResult)refusal : TypedResults.Ok(new TestSendAnswer(outcome.Value!.Delivered, outcome.Value));
    }
}
