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

/// <summary>What operators look at.</summary>
internal static class ChatOpsReadEndpoints
{
    private const int Shown = 50;
    private const int Entries = 30;

    public static void MapChatOpsReads(this IEndpointRouteBuilder routes)
    {
        var chat = routes.MapGroup("/api/chatops").WithMetadata(new FleetRule(OperatorOnly: true)).WithTags("Rooms").ProducesEdgeErrors(401, 403, 503);
        chat.MapGet("/config", ConfigAsync).WithName("getChatConfig").WithSummary("The configuration as it holds, tokens masked");
        chat.MapGet("/rooms", async (IChatQueries queries, CancellationToken cancellationToken) =>
            TypedResults.Ok(new ChatRoomList(await queries.RoomsAsync(cancellationToken)))).WithName("listChatRooms").WithSummary("Rooms and what they are bound to");
        chat.MapGet("/rooms/{roomId}/bindings", BindingsAsync).WithName("listChatBindings").WithSummary("Bindings of a room").ProducesEdgeErrors(404);
        chat.MapGet("/messages", async (string? room, IChatQueries queries, CancellationToken cancellationToken) =>
            TypedResults.Ok(new ChatMessageList(await queries.MessagesAsync(room, Shown, cancellationToken)))).WithName("listChatMessages")
            .WithSummary("Newest messages with their copies");
        chat.MapGet("/timeline", async (IChatQueries queries, CancellationToken cancellationToken) =>
            TypedResults.Ok(new ChatTimeline(await queries.TimelineAsync(Entries, cancellationToken)))).WithName("listChatTimeline").WithSummary("Newest actions and runs");
        chat.MapGet("/guardrails", GuardrailsAsync).WithName("getChatGuardrails").WithSummary("The mutation switch and what was asked under it");
        chat.MapGet("/connections", async (IChatQueries queries, CancellationToken cancellationToken) =>
            TypedResults.Ok(new ChatConnectionList(await queries.ConnectionsAsync(cancellationToken)))).WithName("listChatConnections").WithSummary("Connections of the bots");
        chat.MapGet("/dlq", async (string? binding, IChatQueries queries, CancellationToken cancellationToken) =>
            TypedResults.Ok(new ChatDeadLetterList(await queries.DeadLettersAsync(binding, Shown, cancellationToken)))).WithName("listChatDeadLetters")
            .WithSummary("Relays that were given up");
        chat.MapGet("/pending", async (IChatQueries queries, CancellationToken cancellationToken) =>
            TypedResults.Ok(new ChatPendingList([.. (await queries.PendingAsync(cancellationToken)).Where(approval => !approval.IsOver).Select(ChatPendingAnswer.From)])))
            .WithName("listChatPending").WithSummary("Commands that wait for a second person");
        chat.MapGet("/health", async (ChatOpsHealth health, CancellationToken cancellationToken) => TypedResults.Ok(await health.ReadAsync(cancellationToken)))
            .WithName("getChatHealth").WithSummary("How the rooms are");
    }

    private static async Task<Ok<ChatConfigAnswer>> ConfigAsync(ChatOpsSettings settings, IGrainFactory grains, IChatQueries queries, CancellationToken cancellationToken)
    {
        var rooms = await queries.RoomsAsync(cancellationToken);
        return TypedResults.Ok(ChatConfigAnswer.From(settings, await grains.GetGrain<IChatPolicyGrain>(0).Get(), rooms.Sum(room => room.Bindings.Count)));
    }

    private static async Task<Results<Ok<ChatBindingList>, RefusalResult>> BindingsAsync(string roomId, IChatQueries queries, CancellationToken cancellationToken) =>
        (await queries.RoomsAsync(cancellationToken)).FirstOrDefault(room => room.Id == roomId) is { } found
            ? TypedResults.Ok(new ChatBindingList(found.Bindings))
            : (RefusalResult)Refusal.NotFound("Room");

    private static async Task<Ok<ChatGuardrailsAnswer>> GuardrailsAsync(IGrainFactory grains, IChatQueries queries, CancellationToken cancellationToken)
    {
        var policy = await grains.GetGrain<IChatPolicyGrain>(0).Get();
        return TypedResults.Ok(new ChatGuardrailsAnswer(policy.MutationsEnabled, policy.Reason, policy.ExpiresAt, await queries.GuardrailsAsync(cancellationToken)));
    }
}
