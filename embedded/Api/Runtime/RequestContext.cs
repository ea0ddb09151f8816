using System.Collections.Immutable;

namespace Orleans.Runtime;

/// <summary>Values that travel with calls: a callee sees what its caller had set; what the callee sets does not travel back.</summary>
public static class RequestContext
{
    private static readonly AsyncLocal<ImmutableDictionary<string, object>?> Flow = new();

    public static IEnumerable<string> Keys => Flow.Value?.Keys ?? [];

    public static IEnumerable<KeyValuePair<string, object>> Entries => Flow.Value ?? Enumerable.Empty<KeyValuePair<string, object>>();

    internal static ImmutableDictionary<string, object>? Current
    {
        get => Flow.Value;
        set => Flow.Value = value;
    }

    public static object? Get(string key) => Flow.Value is { } values && values.TryGetValue(key, out var value) ? value : null;

    public static void Set(string key, object value) => Flow.Value = (Flow.Value ?? ImmutableDictionary<string, object>.Empty).SetItem(key, value);

    /// <returns>Whether there was such a value.</returns>
    public static bool Remove(string key)
    {
        var values = Flow.Value;
        if (values is null || !values.ContainsKey(key))
        {
            return false;
        }

        Flow.Value = values.Count == 1 ? null : values.Remove(key);
        return true;
    }

    public static void Clear() => Flow.Value = null;
}
