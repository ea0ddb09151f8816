using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Edges;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.GrainInterfaces.Control;
using Vespid.Storage.ChatOps;

namespace Vespid.Gateway.ChatOps;

/// <summary>What operators do to rooms and bindings. While the rooms are off there is nothing to do it to.</summary>
internal static class ChatOpsWriteEndpoints
{
    public static void MapChatOpsWrites(this IEndpointRouteBuilder routes)
    {
        var chat = routes.MapGroup("/api/chatops").WithMetadata(new FleetRule(OperatorOnly: true)).WithTags("Rooms").ProducesEdgeErrors(400, 401, 403, 404, 409, 503)
            .AddEndpointFilter(OnlyWhenEnabled);
        chat.MapPost("/bootstrap", async (FleetScope scope, IGrainFactory grains) => TypedResults.Ok(await Desk(grains).Bootstrap(scope.Actor)))
            .WithName("bootstrapChat").WithSummary("Make rooms and bindings as configured; again changes nothing");
        chat.MapPost("/rooms/{roomId}/bindings", BindAsync).WithName("bindChat").WithSummary("Bind a chat to a room");
        chat.MapPost("/rooms/{roomId}/hold", HoldAsync).WithName("holdChatRoom").WithSummary("Keep a room's history beyond its time, or no longer");
        chat.MapDelete("/bindings/{bindingId}", (FleetScope scope, string bindingId, IGrainFactory grains) => DoAsync(Desk(grains).DeleteBinding(bindingId, scope.Actor)))
            .WithName("deleteChatBinding").WithSummary("Give an address up");
        chat.MapPost("/bindings/{bindingId}/pause", PauseAsync).WithName("pauseChatBinding").WithSummary("Relay nothing from it; what is for it waits");
        chat.MapPost("/bindings/{bindingId}/resume", (FleetScope scope, string bindingId, IGrainFactory grains) => DoAsync(Desk(grains).Resume(bindingId, scope.Actor)))
            .WithName("resumeChatBinding").WithSummary("End a pause or a block");
        chat.MapPost("/bindings/{bindingId}/move", MoveAsync).WithName("moveChatBinding").WithSummary("Move an address to another room");
        chat.MapPost("/bindings/{bindingId}/probe", ProbeAsync).WithName("probeChatBinding").WithSummary("Ask the platform what the bot may do there");
        chat.MapPost("/bindings/{bindingId}/test-send", TestSendAsync).WithName("testSendChat").WithSummary("Send a marked message to its room and wait for every copy");
        chat.MapPost("/dlq/{entryId}/redrive", RedriveAsync).WithName("redriveChatDeadLetter").WithSummary("Try a relay again that was given up");
        chat.MapPost("/pending/{approvalId}/approve", (FleetScope scope, string approvalId, IGrainFactory grains) =>
            DoAsync(Desk(grains).Decide(approvalId, approve: true, scope.Actor))).WithName("approveChatCommand").WithSummary("Agree to a command that waits");
        chat.MapPost("/pending/{approvalId}/deny", (FleetScope scope, string approvalId, IGrainFactory grains) =>
            DoAsync(Desk(grains).Decide(approvalId, approve: false, scope.Actor))).WithName("denyChatCommand").WithSummary("Refuse a command that waits");
        chat.MapPost("/mutations", MutationsAsync).WithName("setChatMutations").WithSummary("Set the mutation switch");
        chat.MapPut("/policy", PolicyAsync).WithName("putChatPolicy").WithSummary("Replace who may run commands that change something");
    }

    private static IChatDeskGrain Desk(IGrainFactory grains) => grains.GetGrain<IChatDeskGrain>(0);

    private static ValueTask<object?> OnlyWhenEnabled(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.RequestServices.GetService(typeof(ChatOpsSettings)) is ChatOpsSettings { Enabled: true }
            ? next(context)
            : ValueTask.FromResult<object?>((RefusalResult)Refusal.Conflict("chat_disabled", "The rooms are off; set CONTENTOPS_CHAT_ENABLED."));

    private static async Task<Results<Ok<AddressClaim>, RefusalResult>> BindAsync(FleetScope scope, string roomId, Body<ChatBindRequest> body, IGrainFactory grains)
    {
        if (!body.IsSound(out var request, out var fault))
            return fault;
        var claim = await Desk(grains).Bind(request.ToCommand(roomId), scope.Actor);
        return claim.Refusal is { } refusal ? (RefusalResult)refusal : TypedResults.Ok(claim.Value!);
    }

    private static async Task<Results<Ok<OkAnswer>, RefusalResult>> HoldAsync(FleetScope scope, string roomId, Body<ChatHoldRequest> body, IGrainFactory grains) =>
        body.IsSound(out var request, out var fault) ? await DoAsync(Desk(grains).Hold(roomId, request.Enabled, request.Reason, scope.Actor)) : fault;

    private static async Task<Results<Ok<OkAnswer>, RefusalResult>> PauseAsync(FleetScope scope, string bindingId, Body<ChatPauseRequest> body, IGrainFactory grains) =>
        body.IsSound(out var request, out var fault) ? await DoAsync(Desk(grains).Pause(bindingId, request.Reason, request.Minutes, scope.Actor)) : fault;

    private static async Task<Results<Ok<OkAnswer>, RefusalResult>> MoveAsync(FleetScope scope, string bindingId, Body<ChatMoveRequest> body, IGrainFactory grains) =>
        body.IsSound(out var request, out var fault) ? await DoAsync(Desk(grains).Move(bindingId, request.RoomId, scope.Actor)) : fault;

    private static async Task<Results<Ok<BindingProbe>, RefusalResult>> ProbeAsync(FleetScope scope, string bindingId, IGrainFactory grains)
    {
        var probe = await Desk(grains).Probe(bindingId, scope.Actor);
        return probe.Refusal is { } refusal ? (RefusalResult)refusal : TypedResults.Ok(probe.Value!);
    }

    private static async Task<Results<Ok<ChatProbeAnswer>, RefusalResult>> TestSendAsync(
        FleetScope scope, string bindingId, IGrainFactory grains, IChatQueries queries, CancellationToken cancellationToken)
    {
        var binding = (await queries.RoomsAsync(cancellationToken)).SelectMany(room => room.Bindings).FirstOrDefault(binding => binding.Id == bindingId);
        if (binding is null)
            return (RefusalResult)Refusal.NotFound("Binding");
        var probe = await Desk(grains).TestSend(binding.RoomId, scope.Actor);
        return probe.Refusal is { } refusal ? (RefusalResult)refusal : TypedResults.Ok(new ChatProbeAnswer(probe.Value!.Ok, probe.Value.MessageId, probe.Value.Hops));
    }

    private static async Task<Results<Ok<ChatRedriveAnswer>, RefusalResult>> RedriveAsync(FleetScope scope, Guid entryId, IGrainFactory grains)
    {
        var redriven = await Desk(grains).Redrive([entryId], scope.Actor);
        return redriven.Refusal is { } refusal ? (RefusalResult)refusal : TypedResults.Ok(new ChatRedriveAnswer(redriven.Value));
    }

    private static async Task<Results<Ok<OkAnswer>, RefusalResult>> MutationsAsync(FleetScope scope, Body<ChatMutationsRequest> body, IGrainFactory grains) =>
        body.IsSound(out var request, out var fault)
            ? await DoAsync(grains.GetGrain<IChatPolicyGrain>(0).SetMutations(request.Enabled, request.Reason, request.Minutes, scope.Actor))
            : fault;

    private static async Task<Results<Ok<OkAnswer>, RefusalResult>> PolicyAsync(FleetScope scope, Body<ChatPolicyRequest> body, IGrainFactory grains) =>
        body.IsSound(out var request, out var fault) ? await DoAsync(grains.GetGrain<IChatPolicyGrain>(0).Put(request.ToCommand(), scope.Actor)) : fault;

    private static async Task<Results<Ok<OkAnswer>, RefusalResult>> DoAsync(Task<Refusal?> act) => await act is { } refusal ? (RefusalResult)refusal : TypedResults.Ok(OkAnswer.Yes);
}
