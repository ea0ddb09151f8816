using System.Text.Json;
using System.Text.Json.Nodes;
using Vespid.Gateway.Workflows;

namespace Vespid.Tests.Unit.Gateway;

public sealed class WorkflowDslTests
{
    private const string Smoke = """
        {"version":"v2","trigger":{"type":"trigger.channel","config":{"channelId":"telegram","accountKey":"main","match":{"textContains":"deploy"}}},
         "nodes":[{"id":"n1","type":"agent.execute"}]}
        """;

    [Fact]
    public void The_smallest_useful_workflow_is_sound() => Assert.Empty(FaultsOf(Smoke));

    [Theory]
    [InlineData("trigger.manual")]
    [InlineData("trigger.cron")]
    [InlineData("trigger.webhook")]
    [InlineData("trigger.heartbeat")]
    public void Other_triggers_need_no_channel(string type) =>
        Assert.Empty(FaultsOf($$$"""{"version":"v2","trigger":{"type":"{{{type}}}"},"nodes":[{"id":"n","type":"t","own":{"keys":true}}]}"""));

    [Theory]
    [InlineData("""{"nodes":[{"id":"n","type":"t"}],"edges":[]}""")]
    [InlineData("""{"nodes":{"n":{"id":"n","type":"t"}},"edges":[{"from":"n","to":"n"}]}""")]
    public void A_graph_may_list_its_nodes_or_name_them(string graph) =>
        Assert.Empty(FaultsOf($$"""{"version":"v3","trigger":{"type":"trigger.manual"},"graph":{{graph}}}"""));

    [Theory]
    [InlineData("version", "\"v1\"", "dsl.version")]
    [InlineData("version", null, "dsl.version")]
    [InlineData("nodes", "[]", "dsl.nodes")]
    [InlineData("nodes", null, "dsl.nodes")]
    [InlineData("nodes", "[7]", "dsl.nodes[0]")]
    [InlineData("nodes", """[{"id":"n"}]""", "dsl.nodes[0].type")]
    [InlineData("nodes", """[{"id":"n","type":"t"},{"id":"n","type":"t"}]""", "dsl.nodes[1].id")]
    [InlineData("trigger", null, "dsl.trigger")]
    [InlineData("trigger", """{"type":"trigger.moon"}""", "dsl.trigger.type")]
    [InlineData("trigger", """{"type":"trigger.channel"}""", "dsl.trigger.config")]
    [InlineData("trigger", """{"type":"trigger.cron","config":7}""", "dsl.trigger.config")]
    public void What_is_wrong_is_named_by_its_path(string member, string? value, string fault)
    {
        var dsl = JsonNode.Parse(Smoke)!.AsObject();
        dsl.Remove(member);
        if (value is not null)
            dsl[member] = JsonNode.Parse(value);
        Assert.Equal([fault], FaultsOf(dsl.ToJsonString()));
    }

    [Theory]
    [InlineData("channelId", "\"fax\"", "channelId")]
    [InlineData("channelId", "\"\"", "channelId")]
    [InlineData("accountKey", "\"\"", "accountKey")]
    [InlineData("accountKey", "null", "accountKey")]
    [InlineData("event", "\"message.any\"", "event")]
    [InlineData("match", "[]", "match")]
    [InlineData("match", """{"textContains":""}""", "match.textContains")]
    [InlineData("match", """{"senderIn":"u1"}""", "match.senderIn")]
    [InlineData("match", """{"senderIn":[""]}""", "match.senderIn")]
    [InlineData("match", """{"groupIn":[1]}""", "match.groupIn")]
    public void So_is_what_is_wrong_with_a_channel_trigger(string member, string value, string fault)
    {
        var dsl = JsonNode.Parse(Smoke)!.AsObject();
        dsl["trigger"]!["config"]![member] = JsonNode.Parse(value);
        Assert.Equal(["dsl.trigger.config." + fault], FaultsOf(dsl.ToJsonString()));
    }

    [Theory]
    [InlineData("channelId", 64)]
    [InlineData("accountKey", 120)]
    public void Words_have_their_longest_length(string member, int most)
    {
        Assert.DoesNotContain($"Expected a string of 1 to {most} characters.", MessagesOf(member, new string('x', most)));
        Assert.Contains($"Expected a string of 1 to {most} characters.", MessagesOf(member, new string('x', most + 1)));
    }

    [Theory]
    [InlineData(200, 200, true)]
    [InlineData(201, 1, false)]
    [InlineData(1, 201, false)]
    public void Lists_have_their_longest_length(int items, int length, bool sound)
    {
        var dsl = JsonNode.Parse(Smoke)!.AsObject();
        dsl["trigger"]!["config"]!["match"]!["senderIn"] = new JsonArray([.. Enumerable.Repeat(new string('u', length), items).Select(word => JsonValue.Create(word))]);
        Assert.Equal(sound, !FaultsOf(dsl.ToJsonString()).Any());
    }

    private static List<string> FaultsOf(string dsl)
    {
        var faults = new List<string>();
        WorkflowDsl.Validate(JsonElement.Parse(dsl), "dsl", (path, _) => faults.Add(path));
        return faults;
    }

    private static List<string> MessagesOf(string member, string value)
    {
        var dsl = JsonNode.Parse(Smoke)!.AsObject();
        dsl["trigger"]!["config"]![member] = value;
        var messages = new List<string>();
        WorkflowDsl.Validate(JsonElement.Parse(dsl.ToJsonString()), "dsl", (_, message) => messages.Add(message));
        return messages;
    }
}
