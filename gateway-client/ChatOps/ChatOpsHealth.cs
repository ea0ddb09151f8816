using Vespid.GrainInterfaces.ChatOps;
using Vespid.Storage.ChatOps;

namespace Vespid.Gateway.ChatOps;

/// <summary>Sums up how the rooms are.</summary>
public sealed class ChatOpsHealth(ChatOpsSettings settings, IChatQueries queries)
{
    private static readonly TimeSpan MostAge = TimeSpan.FromMinutes(5);

    /// <summary>A word for the state, and why it is not ready.</summary>
    public async Task<(string State, IReadOnlyList<string> Reasons)> StateAsync(CancellationToken cancellationToken)
    {
        var answer = await ReadAsync(cancellationToken);
        return (answer.State, answer.Reasons);
    }

    internal async Task<ChatHealthAnswer> ReadAsync(CancellationToken cancellationToken)
    {
        if (!settings.Enabled)
            return new ChatHealthAnswer("disabled", [], [], []);
        var rooms = await queries.RoomsAsync(cancellationToken);
        var connections = (await queries.ConnectionsAsync(cancellationToken)).Where(connection => settings.Instances.Any(instance => instance.Id == connection.Id)).ToList();
        var bindings = rooms.SelectMany(room => room.Bindings).ToList();
        List<string> reasons = [];
        if (bindings.Count == 0)
            reasons.Add("chat_no_bindings");
        reasons.AddRange(connections.Where(connection => connection.Status is "disconnected" or "error").Select(connection => $"{connection.Id}: {connection.Status}"));
        reasons.AddRange(bindings.Where(binding => binding.Status is "conflict" or "blocked" or "paused_loop").Select(binding => $"{binding.Id}: {binding.Status}"));
        reasons.AddRange(bindings.Where(binding => binding is { Status: "active", OldestAgeSeconds: { } age } && age > MostAge.TotalSeconds).Select(binding => $"{binding.Id}: queue is old"));
        reasons.AddRange(bindings.Where(binding => binding.DeadLetters > 0).Select(binding => $"{binding.Id}: dead letters"));
        var state = connections.Count < settings.Instances.Length || connections.Any(connection => connection.Status is "starting" or "connecting")
            ? "starting"
            : reasons.Count > 0 ? "degraded" : "ready";
        return new ChatHealthAnswer(
            state, reasons, connections,
            [.. bindings.Select(binding => new ChatBindingHealth(
                binding.Id, binding.RoomId, binding.Channel, binding.Enabled ? binding.Status : "disabled", binding.StatusReason, binding.LastInAt, binding.LastOutAt,
                binding.QueueDepth, binding.OldestAgeSeconds, binding.DeadLetters))]);
    }
}
