using System.Reflection;
using System.Runtime.CompilerServices;

namespace Vespid.Embedded.Serialization;

/// <summary>The fields in which a contract type keeps the members that travel.</summary>
internal sealed class ContractMembers
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly Type _type;

    private ContractMembers(Type type, FieldInfo[] fields)
    {
        _type = type;
        Fields = fields;
    }

    public FieldInfo[] Fields { get; }

    /// <exception cref="NotSupportedException">The type or one it derives from is not a contract.</exception>
    public static ContractMembers Of(Type type) => new(type, [.. Levels(type).SelectMany(FieldsOf)]);

    /// <summary>Without running a constructor: what it would check or default is in the members that are copied.</summary>
    public object NewInstance() => RuntimeHelpers.GetUninitializedObject(_type);

    private static IEnumerable<Type> Levels(Type type)
    {
        for (var level = type; level is not null && level != typeof(object) && level != typeof(ValueType); level = level.BaseType)
        {
            if (!IsContract(level))
            {
                throw new NotSupportedException($"{level} is not marked with [GenerateSerializer], so it cannot be passed between grains.");
            }

            yield return level;
        }
    }

    private static bool IsContract(Type type) =>
        type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false) || IsTuple(type);

    private static bool IsTuple(Type type) => type.IsAssignableTo(typeof(ITuple)) || type.FullName!.StartsWith("System.Collections.Generic.KeyValuePair`", StringComparison.Ordinal);

    private static IEnumerable<FieldInfo> FieldsOf(Type level)
    {
        if (IsTuple(level))
        {
            return level.GetFields(Declared);
        }

        var attribute = level.GetCustomAttribute<GenerateSerializerAttribute>()!;
        var positional = attribute.IncludePrimaryConstructorParameters || IsRecord(level) ? PositionalMembers(level) : [];
        var byProperty = level.GetProperties(Declared)
            .Where(property => property.IsDefined(typeof(IdAttribute))
                || positional.Contains(property.Name)
                || (attribute.GenerateFieldIds == GenerateFieldIds.PublicProperties && property.GetMethod is { IsPublic: true }))
            .Select(property => BackingField(level, property));
        return level.GetFields(Declared).Where(static field => field.IsDefined(typeof(IdAttribute))).Concat(byProperty);
    }

    private static FieldInfo BackingField(Type level, PropertyInfo property) =>
        level.GetField($"<{property.Name}>k__BackingField", Declared)
        ?? throw new NotSupportedException($"{level}.{property.Name} has an [Id] but no storage of its own; put the [Id] on the field behind it.");

    private static HashSet<string> PositionalMembers(Type level) =>
        [.. level.GetConstructors(Declared).OrderByDescending(static constructor => constructor.GetParameters().Length).Take(1)
            .SelectMany(static constructor => constructor.GetParameters())
            .Select(static parameter => parameter.Name!)];

    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", Declared) is not null;
}
