using System.Collections.Frozen;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Vespid.Embedded.Serialization;

/// <summary>Types that travel without being contracts.</summary>
internal static class KnownValues
{
    private static readonly FrozenSet<Type> Values = new[]
    {
        typeof(string), typeof(decimal), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(Uri),
        typeof(Version), typeof(Half), typeof(Int128), typeof(UInt128), typeof(CancellationToken), typeof(GrainId), typeof(GrainType), typeof(IdSpan),
        typeof(System.Net.IPAddress), typeof(System.Net.IPEndPoint), typeof(System.Numerics.BigInteger), typeof(ReadOnlyMemory<byte>), typeof(Memory<byte>),
        typeof(object),
    }.ToFrozenSet();

    public static bool Contains(Type type) =>
        type.IsPrimitive || type.IsEnum || Values.Contains(type) || (Nullable.GetUnderlyingType(type) is { } value && Contains(value))
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Immutable<>));

    public static bool IsCollection(Type type) => type.Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) == true
        || type.Name.StartsWith("<>z__ReadOnly", StringComparison.Ordinal);

    /// <summary>An empty collection of the same kind, where the kind can be made empty and filled.</summary>
    public static object? New(object collection) => collection.GetType().GetConstructor(Type.EmptyTypes) is { } constructor ? constructor.Invoke(null) : null;
}
