using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vespid.Tests.Fuzz.Mutation;

/// <summary>Damages a JSON text so that it mostly stays one: wrong types, missing and repeated members, depth, size.</summary>
internal static class JsonMutator
{
    private const string Mark = "@raw@";
    private static readonly JsonSerializerOptions Written = new() { MaxDepth = 1000, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="json">A JSON value.</param>
    /// <param name="names">Names that members may get.</param>
    /// <param name="dice">Chance.</param>
    public static byte[] Mutate(JsonNode json, IReadOnlyList<string> names, Dice dice)
    {
        var root = json.DeepClone();
        var raw = new List<string>();
        var rounds = 1 + dice.Next(3);
        for (var i = 0; i < rounds; i++)
            root = Once(root, names, raw, dice);
        var text = root.ToJsonString(Written);
        for (var i = raw.Count - 1; i >= 0; i--)
            text = text.Replace($"\"{Mark}{i}\"", raw[i], StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text);
    }

    private static JsonNode Once(JsonNode root, IReadOnlyList<string> names, List<string> raw, Dice dice)
    {
        var places = new List<JsonNode>();
        Collect(root, places);
        var node = dice.Pick(places);
        switch (dice.Next(10))
        {
            case 0 when node.Parent is JsonObject parent:
                parent.Remove(node.GetPropertyName());
                return root;
            case 1 when node.Parent is JsonArray list:
                list.Remove(node);
                return root;
            case 2 when node.Parent is JsonObject parent:
                var name = node.GetPropertyName();
                parent[name] = Raw($"{node.ToJsonString(Written)},{JsonSerializer.Serialize(name)}:{Tokens.Value(dice)}", raw);
                return root;
            case 3 when node is JsonObject target:
                target[dice.Pick(names)] = Raw(Tokens.Value(dice), raw);
                return root;
            case 4 when node.Parent is JsonObject parent:
                parent.Remove(node.GetPropertyName());
                parent[dice.Pick(names)] = node;
                return root;
            case 5 when node is JsonArray list:
                list.Add(list.Count > 0 && dice.Percent(50) ? list[dice.Next(list.Count)]?.DeepClone() : Raw(Tokens.Value(dice), raw));
                return root;
            case 6:
                return Put(root, node, new JsonArray(node.DeepClone()));
            case 7:
                return Put(root, node, new JsonObject { [dice.Pick(names)] = node.DeepClone() });
            case 8:
                return Put(root, node, dice.Pick(places).DeepClone());
            default:
                return Put(root, node, Raw(Tokens.Value(dice), raw));
        }
    }

    private static JsonNode Put(JsonNode root, JsonNode node, JsonNode value)
    {
        if (node == root)
            return value;
        node.ReplaceWith(value);
        return root;
    }

    private static JsonNode Raw(string text, List<string> raw)
    {
        raw.Add(text);
        return JsonValue.Create($"{Mark}{raw.Count - 1}");
    }

    private static void Collect(JsonNode node, List<JsonNode> places)
    {
        places.Add(node);
        IEnumerable<JsonNode?> below = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (var child in below)
        {
            if (child is not null)
                Collect(child, places);
        }
    }
}
