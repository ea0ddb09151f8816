using System.Globalization;
using System.Text.Json.Nodes;
using Vespid.Grains.Edges;

namespace Vespid.Tests.Unit.Edges;

public sealed class NodeConfigTests
{
    // Worked out elsewhere, with Python: int(sha256(b"n1:2026-05-19").hexdigest(), 16) % 3, and so on.
    [Theory]
    [InlineData("n1", "2026-05-19", 3, 2)]
    [InlineData("n1", "2026-05-19", 7, 2)]
    [InlineData("n1", "2026-05-20", 5, 4)]
    [InlineData("edge-7", "2026-05-20", 7, 4)]
    public void The_server_name_of_the_day_is_the_whole_hash_modulo_the_pool(string node, string day, int pool, int place)
    {
        var names = new JsonArray([.. Enumerable.Range(0, pool).Select(i => (JsonNode)$"name-{i}.example.com")]);
        var noon = DateTimeOffset.Parse(day + "T12:00:00Z", CultureInfo.InvariantCulture);
        Assert.Equal($"name-{place}.example.com", NodeConfig.ServerName(names, node, noon));
    }

    [Fact]
    public void Secrets_are_masked_wherever_they_stand()
    {
        var masked = CatalogDocument.Masked(JsonNode.Parse("""
            {"hysteria2_auth":"s1","reality_encryption":"s2","channels":[{"id":"ch1","xray":{"encryption":"s3","server_names":["a.example.com"]}}],"domain":"d"}
            """)!.AsObject()).ToJsonString();
        Assert.Equal(
            """{"hysteria2_auth":"********","reality_encryption":"********","channels":[{"id":"ch1","xray":{"encryption":"********","server_names":["a.example.com"]}}],"domain":"d"}""", masked);
    }

    [Theory]
    [InlineData("""{"backend_endpoint":5}""", "backend_endpoint")]
    [InlineData("""{"backend_endpoint":"without-a-port"}""", "backend_endpoint")]
    [InlineData("""{"reality":{"server_names":[]}}""", "reality.server_names")]
    [InlineData("""{"awg":"jc"}""", "awg")]
    [InlineData("""{"surprise":"x"}""", "surprise")]
    [InlineData("""{"keys_version":"two\nlines"}""", "keys_version")]
    public void A_catalog_that_is_none_is_refused_by_the_name_of_its_field(string json, string field) =>
        Assert.Equal([field], CatalogDocument.Read(json, null).Refusal!.Fields!.Keys);
}
