using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vespid.Storage.State;

namespace Vespid.Tests.Unit.States;

/// <summary>
/// Rows of states that a release wrote are read by all later ones, without a loss. When this release changes a state, set <c>VESPID_UPDATE_DOCUMENTS</c> and run
/// these tests; rows of earlier releases stay as they are.
/// </summary>
public sealed class StoredStateTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Fact]
    public void Every_state_has_a_row_of_this_release_with_everything_in_it()
    {
        Assert.True(StoredStates.Types.Count >= 6, $"only {StoredStates.Types.Count} states were found");
        foreach (var (name, type) in StoredStates.Types)
        {
            var sample = StateSample.Of(type).ToJsonString(Indented) + "\n";
            if (Environment.GetEnvironmentVariable("VESPID_UPDATE_DOCUMENTS") is not null)
                StoredStates.Write(StoredStates.Of(name), sample);
            Assert.Equal(sample, StoredStates.Read(StoredStates.Of(name)));
        }
    }

    [Fact]
    public void What_a_release_wrote_is_read_and_written_again_without_a_loss()
    {
        Assert.NotEmpty(StoredStates.Rows);
        foreach (var row in StoredStates.Rows)
        {
            var type = StoredStates.Types[Path.GetFileNameWithoutExtension(row)];
            var before = JsonNode.Parse(StoredStates.Read(row));
            Assert.Empty(Lost(row, before, JsonNode.Parse(Rewrite(type, before!.ToJsonString()))));
        }
    }

    [Fact]
    public void A_row_with_nothing_in_it_is_a_state_with_its_defaults() => Assert.All(
        StoredStates.Types.Values, type => Assert.Equal(Encoding.UTF8.GetString(Write(type, Activator.CreateInstance(type)!)), Rewrite(type, "{}")));

    private static string Rewrite(Type type, string json) =>
        Encoding.UTF8.GetString(Write(type, typeof(StateJson).GetMethod(nameof(StateJson.Read))!.MakeGenericMethod(type).Invoke(null, [json])!));

    private static byte[] Write(Type type, object state) =>
        (byte[])typeof(StateJson).GetMethod(nameof(StateJson.Write), BindingFlags.Static | BindingFlags.Public)!.MakeGenericMethod(type).Invoke(null, [state])!;

    private static IEnumerable<string> Lost(string where, JsonNode? before, JsonNode? after) => (before, after) switch
    {
        (JsonObject from, JsonObject to) => from.SelectMany(pair => Lost($"{where}/{pair.Key}", pair.Value, to[pair.Key])),
        (JsonArray from, JsonArray to) when from.Count == to.Count => from.SelectMany((item, i) => Lost($"{where}/{i}", item, to[i])),
        _ => before?.ToJsonString() == after?.ToJsonString() ? [] : [$"{where} was {before?.ToJsonString() ?? "null"} and is {after?.ToJsonString() ?? "missing"}"],
    };
}
