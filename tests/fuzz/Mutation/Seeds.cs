using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vespid.Tests.Fuzz.Mutation;

/// <summary>Payloads of one channel to begin from: JSON, and what is none (forms, lines).</summary>
internal sealed class Seeds
{
    private readonly List<JsonNode> _json;
    private readonly List<byte[]> _bytes;
    private readonly List<string> _names;

    public Seeds(string channelId, IEnumerable<JsonNode> more)
    {
        var lines = Lines(channelId);
        _json = [.. more, .. lines.Where(IsJson).Select(line => JsonNode.Parse(line)!)];
        _bytes = [.. _json.Select(json => Encoding.UTF8.GetBytes(json.ToJsonString())), .. lines.Where(line => !IsJson(line)).Select(Encoding.UTF8.GetBytes)];
        var names = new SortedSet<string>(StringComparer.Ordinal) { "text", "senderId", "conversationId", "messageId", "isGroup", "", "\0", "\ud800", "__proto__" };
        foreach (var json in _json)
            CollectNames(json, names);
        _names = [.. names];
    }

    /// <summary>A body: damaged as JSON or as bytes, made up, or left as it is.</summary>
    public byte[] Body(Dice dice) => dice.Next(100) switch
    {
        < 50 => JsonMutator.Mutate(dice.Pick(_json), _names, dice),
        < 85 => ByteMutator.Mutate(dice.Pick(_bytes), dice.Pick(_bytes), dice),
        < 90 => ByteMutator.Mutate(JsonMutator.Mutate(dice.Pick(_json), _names, dice), dice.Pick(_bytes), dice),
        < 92 => dice.Bytes(dice.Next(300)),
        < 94 => Encoding.UTF8.GetBytes(Tokens.Value(dice)),
        _ => dice.Pick(_bytes),
    };

    private static bool IsJson(string line)
    {
        try
        {
            using var parsed = JsonDocument.Parse(line);
            return parsed.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string[] Lines(string channelId)
    {
        using var stream = typeof(Seeds).Assembly.GetManifestResourceStream($"{channelId}.jsonl")
            ?? throw new InvalidOperationException($"There is no corpus of {channelId}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static void CollectNames(JsonNode? node, SortedSet<string> names)
    {
        if (node is JsonArray items)
        {
            foreach (var item in items)
                CollectNames(item, names);
        }
        else if (node is JsonObject members)
        {
            foreach (var (name, value) in members)
            {
                names.Add(name);
                CollectNames(value, names);
            }
        }
    }
}
