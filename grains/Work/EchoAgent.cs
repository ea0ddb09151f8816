using System.Text.Json;
using System.Text.Json.Nodes;
using Vespid.Storage.Queries;
using Vespid.Storage.Work;

namespace Vespid.Grains.Work;

/// <summary>The agent of the demonstration: a turn is answered with its own text, a workflow run ends with it as output.</summary>
internal sealed class EchoAgent : IAgent
{
    public string Kind => "echo";

    public ValueTask<AgentAnswer> DoAsync(ClaimedRun run, AgentSettings settings, CancellationToken cancellationToken)
    {
        using var input = JsonDocument.Parse(run.Input);
        var text = input.RootElement.ValueKind == JsonValueKind.Object
            && input.RootElement.TryGetProperty("text", out var value)
            && value.ValueKind == JsonValueKind.String
                ? value.GetString()!
                : "";
        return ValueTask.FromResult<AgentAnswer>(run.Kind == "turn"
            ? new AgentAnswer.Done(null, "echo: " + text)
            : new AgentAnswer.Done(new JsonObject { ["echo"] = text }.ToJsonString(), null));
    }
}
