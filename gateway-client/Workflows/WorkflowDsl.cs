using System.Text.Json;
using Vespid.Channels;
using Vespid.Gateway.Http;

namespace Vespid.Gateway.Workflows;

/// <summary>
/// What a workflow definition must be: version, trigger, and nodes (<c>v2</c>) or a graph (<c>v3</c>). What is inside a node is its
/// executor's to judge.
/// </summary>
internal static class WorkflowDsl
{
    private const int MostNodes = 500;
    private const int MostListItems = 200;
    private const int MostWord = 200;
    private static readonly string[] TriggerTypes = ["trigger.channel", "trigger.manual", "trigger.cron", "trigger.webhook", "trigger.heartbeat"];
    private static readonly string[] Events = ["message.received", "message.dm", "message.mentioned"];

    /// <summary>Notes faults under paths such as <c>dsl.trigger.config.channelId</c>.</summary>
    public static void Validate(JsonElement dsl, string path, Action<string, string> fail)
    {
        if (dsl.ValueKind != JsonValueKind.Object)
        {
            fail(path, "Expected an object.");
            return;
        }

        ValidateTrigger(dsl, path + ".trigger", fail);
        switch (Text(dsl, "version"))
        {
            case "v2":
                ValidateNodes(Member(dsl, "nodes"), path + ".nodes", fail);
                break;
            case "v3":
                ValidateGraph(Member(dsl, "graph"), path + ".graph", fail);
                break;
            default:
                fail(path + ".version", "Expected v2 or v3.");
                break;
        }
    }

    private static void ValidateTrigger(JsonElement dsl, string path, Action<string, string> fail)
    {
        var trigger = Member(dsl, "trigger");
        if (trigger.ValueKind != JsonValueKind.Object)
        {
            fail(path, "Expected an object.");
            return;
        }

        var type = Text(trigger, "type");
        if (!TriggerTypes.Contains(type))
            fail(path + ".type", $"Expected one of {string.Join(", ", TriggerTypes)}.");
        var config = Member(trigger, "config");
        if (type == "trigger.channel")
            ValidateChannel(config, path + ".config", fail);
        else if (config.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Object))
            fail(path + ".config", "Expected an object.");
    }

    private static void ValidateChannel(JsonElement config, string path, Action<string, string> fail)
    {
        if (config.ValueKind != JsonValueKind.Object)
        {
            fail(path, "Expected an object.");
            return;
        }

        RequireText(config, "channelId", 64, path, fail);
        if (Text(config, "channelId") is { Length: > 0 and <= 64 } channelId && !ChannelCatalog.TryGet(channelId, out _))
            fail(path + ".channelId", "Expected one of the ids of GET /v1/meta/channels.");
        OptionalText(config, "accountKey", 120, path, fail);
        if (Member(config, "event").ValueKind != JsonValueKind.Undefined && !Events.Contains(Text(config, "event")))
            fail(path + ".event", $"Expected one of {string.Join(", ", Events)}.");

        var match = Member(config, "match");
        if (match.ValueKind == JsonValueKind.Undefined)
            return;
        if (match.ValueKind != JsonValueKind.Object)
        {
            fail(path + ".match", "Expected an object.");
            return;
        }

        OptionalText(match, "textContains", MostWord, path + ".match", fail);
        OptionalWords(match, "senderIn", path + ".match", fail);
        OptionalWords(match, "groupIn", path + ".match", fail);
    }

    private static void ValidateNodes(JsonElement nodes, string path, Action<string, string> fail)
    {
        if (nodes.ValueKind != JsonValueKind.Array || nodes.GetArrayLength() is 0 or > MostNodes)
        {
            fail(path, $"Expected an array of 1 to {MostNodes} nodes.");
            return;
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var node in nodes.EnumerateArray())
        {
            var at = $"{path}[{index++}]";
            ValidateNode(node, at, fail);
            if (node.ValueKind == JsonValueKind.Object && Text(node, "id") is { } id && !ids.Add(id))
                fail(at + ".id", "Another node has this id.");
        }
    }

    /// <summary>Nodes of a graph stand in an array, or in an object by id.</summary>
    private static void ValidateGraph(JsonElement graph, string path, Action<string, string> fail)
    {
        if (graph.ValueKind != JsonValueKind.Object)
        {
            fail(path, "Expected an object.");
            return;
        }

        var nodes = Member(graph, "nodes");
        if (nodes.ValueKind != JsonValueKind.Object)
            ValidateNodes(nodes, path + ".nodes", fail);
        else if (nodes.GetPropertyCount() is 0 or > MostNodes)
            fail(path + ".nodes", $"Expected 1 to {MostNodes} nodes.");
        else
        {
            foreach (var node in nodes.EnumerateObject())
                ValidateNode(node.Value, $"{path}.nodes.{JsonText.Shorten(node.Name)}", fail);
        }

        var edges = Member(graph, "edges");
        if (edges.ValueKind != JsonValueKind.Array || edges.EnumerateArray().Any(edge => edge.ValueKind != JsonValueKind.Object))
            fail(path + ".edges", "Expected an array of objects.");
    }

    private static void ValidateNode(JsonElement node, string path, Action<string, string> fail)
    {
        if (node.ValueKind != JsonValueKind.Object)
        {
            fail(path, "Expected an object.");
            return;
        }

        RequireText(node, "id", MostWord, path, fail);
        RequireText(node, "type", MostWord, path, fail);
    }

    private static void OptionalWords(JsonElement owner, string name, string path, Action<string, string> fail)
    {
        var list = Member(owner, name);
        if (list.ValueKind == JsonValueKind.Undefined)
            return;
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MostListItems
            || list.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String || JsonText.Read(item) is not { Length: >= 1 and <= MostWord }))
        {
            fail($"{path}.{name}", $"Expected at most {MostListItems} strings of 1 to {MostWord} characters.");
        }
    }

    private static void OptionalText(JsonElement owner, string name, int most, string path, Action<string, string> fail)
    {
        if (Member(owner, name).ValueKind != JsonValueKind.Undefined)
            RequireText(owner, name, most, path, fail);
    }

    private static void RequireText(JsonElement owner, string name, int most, string path, Action<string, string> fail)
    {
        if (Text(owner, name) is not { Length: >= 1 } text || text.Length > most)
            fail($"{path}.{name}", $"Expected a string of 1 to {most} characters.");
    }

    private static JsonElement Member(JsonElement owner, string name) => owner.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? JsonText.Read(value) : null;
}
