using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vespid.Tests.Unit.States;

/// <summary>A record in which everything is set, as JSON.</summary>
internal static class StateSample
{
    private static readonly Dictionary<Type, string> Values = new()
    {
        [typeof(string)] = "\"text\"",
        [typeof(bool)] = "true",
        [typeof(int)] = "7",
        [typeof(long)] = "7",
        [typeof(ulong)] = "7",
        [typeof(double)] = "1.5",
        [typeof(Guid)] = "\"01a1fb86-50db-7001-bd3c-b1ac5d30c7b0\"",
        [typeof(DateTimeOffset)] = "\"2026-01-05T10:00:00+00:00\"",
        [typeof(TimeSpan)] = "\"00:01:30\"",
        [typeof(byte[])] = "\"AQI=\"",
        [typeof(ReadOnlyMemory<byte>)] = "\"AQI=\"",
    };

    public static JsonNode Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
            return Of(value);
        if (Values.TryGetValue(type, out var known))
            return JsonNode.Parse(known)!;
        if (type.IsEnum)
            return JsonNamingPolicy.CamelCase.ConvertName(Enum.GetNames(type)[^1]);
        if (ArgumentsOf(type, typeof(IReadOnlyDictionary<,>)) is [_, var held])
            return new JsonObject { ["key"] = Of(held) };
        if (ArgumentsOf(type, typeof(IEnumerable<>)) is [var item])
            return new JsonArray(Of(item));
        return new JsonObject(type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Where(property => property.CanWrite)
            .Select(property => KeyValuePair.Create<string, JsonNode?>(JsonNamingPolicy.CamelCase.ConvertName(property.Name), Of(property.PropertyType))));
    }

    private static Type[]? ArgumentsOf(Type type, Type shape) =>
        type.GetInterfaces().Append(type).FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == shape)?.GetGenericArguments();
}
