using System.Globalization;
using Vespid.Storage.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary><c>status</c> and <c>rooms</c>: what the runtime is really doing.</summary>
internal sealed class StatusHandler(IChatStore store, IChatQueries queries) : ICommandHandler
{
    public IReadOnlyList<string> Names { get; } = ["status", "rooms"];

    public Task<CommandResult> HandleAsync(CommandTurn turn) => turn.Name == "rooms" ? RoomsAsync() : StatusAsync(turn);

    private async Task<CommandResult> StatusAsync(CommandTurn turn)
    {
        var summary = await store.SummaryAsync();
        var last = (await store.RunsAsync(1)).FirstOrDefault();
        var connections = await queries.ConnectionsAsync();
        return CommandResult.Answer(
            $"""
            status: {(await store.OpenRunAsync() is { } open ? open.Status : "idle")}
            total_runs: {summary.Runs}
            last_run_mode: {last?.Mode ?? "n/a"}
            last_run_at: {(last?.FinishedAt ?? last?.CreatedAt)?.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) ?? "n/a"}
            channels: {summary.AccountsRunning} of {summary.Accounts} running
            lanes: {summary.OpenEntries} waiting, {summary.DeadLetters} dead letters
            edges: {summary.EdgesOnline} of {summary.Edges} online
            rooms: {summary.Rooms} with {summary.Bindings} bindings, {summary.BindingsAside} not active
            connections: {string.Join(", ", connections.Select(connection => $"{connection.Id} {connection.Status}"))}
            mutations: {(turn.Policy.MutationsEnabled ? "on" : "off")}{(turn.Policy.ExpiresAt is { } until ? " until " + until.ToString("HH:mm:ssZ", CultureInfo.InvariantCulture) : "")}
            """);
    }

    private async Task<CommandResult> RoomsAsync()
    {
        var rooms = await queries.RoomsAsync();
        var lines = rooms.SelectMany(room => room.Bindings
            .Select(binding => $"  {binding.Id} {binding.Channel} {binding.ExternalRoomId} {binding.Status} queue={binding.QueueDepth} dead={binding.DeadLetters}")
            .Prepend($"{room.Id} ({room.Name})"));
        return CommandResult.Answer(rooms.Count == 0 ? "No rooms." : string.Join('\n', lines));
    }
}
