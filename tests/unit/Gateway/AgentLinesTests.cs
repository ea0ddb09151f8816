using System.Text.Json.Nodes;
using Vespid.Gateway.Edges;

namespace Vespid.Tests.Unit.Gateway;

/// <summary>Answers as lines that a shell script reads as text.</summary>
public sealed class AgentLinesTests
{
    [Theory]
    [InlineData("""{"node_id":"n1","epoch":12}""", "NODE_ID=n1\nEPOCH=12\n")]
    [InlineData("""{"accepted":true,"duplicate":false,"nothing":null}""", "ACCEPTED=1\nDUPLICATE=0\n")]
    [InlineData("""{"awg":{"jc":4,"h1":"1"}}""", "AWG_JC=4\nAWG_H1=1\n")]
    [InlineData("""{"names":["a.b","c"],"none":[]}""", "NAMES=a.b,c\nNONE=\n")]
    [InlineData("""{"channels":[{"id":"ch1","xray":{"port":5349}}]}""", "CHANNELS=ch1\nCHANNELS_0_ID=ch1\nCHANNELS_0_XRAY_PORT=5349\n")]
    [InlineData("""{"commands":[{"id":"c-1","type":"refresh_config","epoch":13},{"id":"c-2","type":"set_interval","arg":"30"},{"id":"c-3","type":"probe_now"}]}""", "COMMAND=c-1,refresh_config,13\nCOMMAND=c-2,set_interval,30\nCOMMAND=c-3,probe_now,\n")]
    [InlineData("""{"commands":[]}""", "")]
    public void A_member_is_a_line(string json, string lines) => Assert.Equal(lines, AgentLines.From(JsonNode.Parse(json)!.AsObject()));

    [Theory]
    [InlineData("a b")]
    [InlineData("$(id)")]
    [InlineData("a\nB=c")]
    [InlineData("`id`")]
    [InlineData("\"")]
    [InlineData("é")]
    public void A_value_outside_the_set_is_left_out_and_its_key_is_named(string value) => Assert.Equal(
        "B=1\nSKIPPED=A,INNER_C\n", AgentLines.From(new JsonObject { ["a"] = value, ["b"] = 1, ["inner"] = new JsonObject { ["c"] = value } }));

    [Fact]
    public void A_name_cannot_make_a_line_of_its_own() => Assert.Equal("A_B_1=x\n", AgentLines.From(new JsonObject { ["a\nb=1"] = "x" }));
}
