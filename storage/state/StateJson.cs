using System.Text.Json;
using System.Text.Json.Serialization;

namespace Vespid.Storage.State;

/// <summary>How state is written: a field that a release does not know is ignored, one that it misses has its default.</summary>
internal static class StateJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static byte[] Write<T>(T state) => JsonSerializer.SerializeToUtf8Bytes(state, Options);

    public static T? Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options);
}
