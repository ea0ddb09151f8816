using System.Text;
using System.Text.Json.Nodes;
using Vespid.Tests.Fuzz.Checks;
using Vespid.Tests.Fuzz.Mutation;

namespace Vespid.Tests.Fuzz.Levels;

/// <summary>Bodies after the document's schemas: good ones first, then damaged.</summary>
internal sealed class ControlBodies(ControlPlace place)
{
    private static readonly string[] Names = ["id", "channelId", "name", "value", "text", "dsl", "metadata", "enabled", "role", "organizationId", "", "\0", "__proto__", "nobodyAsked"];

    /// <summary>A body for the route; null for none.</summary>
    public byte[]? Of(ControlRoute route, Dice dice)
    {
        if (route.Body is null)
            return dice.Percent(90) ? null : Encoding.UTF8.GetBytes(Tokens.Value(dice));
        var kind = dice.Next(100);
        // A damaged body may hold its secret where it is none and is shown.
        var good = Good(route, isWhole: kind < 25, dice);
        return kind switch
        {
            < 25 => Encoding.UTF8.GetBytes(good.ToJsonString()),
            < 75 => JsonMutator.Mutate(good, [.. Names, .. good.Select(member => member.Key)], dice),
            < 92 => ByteMutator.Mutate(Encoding.UTF8.GetBytes(good.ToJsonString()), Encoding.UTF8.GetBytes(good.ToJsonString()), dice),
            < 96 => Encoding.UTF8.GetBytes(Tokens.Value(dice)),
            < 98 => dice.Bytes(dice.Next(200)),
            _ => [],
        };
    }

    private JsonObject Good(ControlRoute route, bool isWhole, Dice dice)
    {
        var body = new JsonObject();
        var required = route.Body!["required"]?.AsArray().Select(name => (string)name!).ToHashSet(StringComparer.Ordinal) ?? [];
        foreach (var (name, schema) in route.Body["properties"]?.AsObject() ?? [])
        {
            if (required.Contains(name) || dice.Percent(60))
                body[name] = !Secrets.Contains(name) ? Value(name, schema!, dice) : isWhole ? Planted.Mark + "-of-a-case" : "a-value-of-nobody";
        }

        return body;
    }

    /// <remarks>URLs name a closed port of this machine: what a case stores is really called later.</remarks>
    private JsonNode? Value(string name, JsonNode schema, Dice dice) => name switch
    {
        "channelId" => dice.Pick(Channels),
        "accountKey" => $"key-{dice.Next(1000)}",
        "accountId" => place.Account,
        "workflowId" => place.Workflow,
        "sessionId" => place.Session,
        "organizationId" or "orgId" => place.Owner.Organization,
        "userId" => place.Other.UserId,
        "leaseToken" => dice.Percent(50) ? place.LeaseToken : dice.Id().ToString(),
        "ids" => new JsonArray(place.Entry, dice.Id().ToString()),
        "email" => dice.Pick(Emails(dice)),
        "refreshToken" => dice.Percent(50) ? "x" : dice.Id().ToString("N"),
        "role" => dice.Pick(Roles),
        "scope" => dice.Pick(Scopes),
        "subject" => $"u-{dice.Next(50)}",
        "agentKind" => dice.Pick(AgentKinds),
        "webhookUrl" or "agentEndpoint" or "endpoint" => "http://127.0.0.1:9/hook",
        "waitSeconds" => 0,
        "dsl" => JsonNode.Parse(Dsl),
        "metadata" => new JsonObject { ["botUsername"] = "bot", ["note"] = "n" },
        "filter" => new JsonObject { ["accountId"] = place.Account },
        "preview" => dice.Percent(50),
        "name" when dice.Percent(50) => $"name{dice.Next(100)}",
        _ => Typed(schema, dice),
    };

    private static JsonNode? Typed(JsonNode schema, Dice dice)
    {
        var type = schema["type"] switch
        {
            JsonArray several => (string?)several[^1],
            { } one => (string?)one,
            null => null,
        };
        return type switch
        {
            "boolean" => dice.Percent(50),
            "integer" or "number" => dice.Next(200),
            "array" => new JsonArray("a"),
            "object" => new JsonObject { ["a"] = 1 },
            _ => $"text {dice.Next(100)}",
        };
    }

    private string[] Emails(Dice dice) => [place.Other.UserId.Length > 0 ? place.OtherEmail : "x@example.com", $"nobody-{dice.Next(100)}@example.com", "no-address"];

    private const string Dsl = """
        {"version":"v2","trigger":{"type":"trigger.channel","config":{"channelId":"telegram","match":{"textContains":"deploy"}}},"nodes":[{"id":"n1","type":"agent.execute"}]}
        """;

    private static readonly string[] Secrets = ["value", "agentSecret", "password"];
    private static readonly string[] Channels = ["telegram", "irc", "webchat", "zalouser", "nextcloud-talk", "fax"];
    private static readonly string[] Roles = ["owner", "admin", "member", "operator"];
    private static readonly string[] Scopes = ["sender", "dm", "group", "conversation", "other"];
    private static readonly string[] AgentKinds = ["none", "echo", "pull", "push", "robot"];
}
