using System.Reflection;
using Orleans;
using Orleans.Runtime;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Tests.Unit.Docs;

/// <summary>
/// What travels between processes has names and numbers of its own, so that releases of different age understand each other. The embedded
/// engine passes references and would not notice a gap.
/// </summary>
public sealed class GrainContractsTests
{
    private static readonly Assembly Contracts = typeof(IIngressGrain).Assembly;

    private static readonly IReadOnlyList<Type> Grains = [.. Contracts.GetTypes().Where(type => type.IsInterface && typeof(IAddressable).IsAssignableFrom(type))];

    private static readonly IReadOnlyList<Type> Messages = Collect();

    [Fact]
    public void Grain_interfaces_and_messages_were_found() => Assert.True(Grains.Count >= 10 && Messages.Count >= 20, $"{Grains.Count} grains, {Messages.Count} messages");

    [Fact]
    public void Every_grain_interface_has_an_alias_of_its_own() => Distinct(Grains.Select(grain => (grain.Name, Alias(grain))));

    [Fact]
    public void Every_method_has_an_alias_of_its_own_within_its_interface() =>
        Assert.All(Grains, grain => Distinct(grain.GetMethods().Select(method => ($"{grain.Name}.{method.Name}", Alias(method)))));

    [Fact]
    public void Every_message_has_a_serializer_and_an_alias_of_its_own()
    {
        Assert.All(Messages, type => Assert.True(type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false), $"{type} has no [GenerateSerializer]"));
        Distinct(Messages.Select(type => (type.Name, Alias(type))));
    }

    [Fact]
    public void Every_member_that_is_written_has_an_id_of_its_own_within_its_type() => Assert.All(Messages, type =>
    {
        var members = Written(type).Select(member => ($"{type.Name}.{member.Name}", member.GetCustomAttribute<IdAttribute>()?.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Distinct(members);
    });

    /// <summary>A list that is only known as an interface may be a type of the compiler's making, for which nobody has a serializer. A dictionary cannot.</summary>
    [Fact]
    public void No_list_is_known_as_an_interface_only()
    {
        var written = Messages.SelectMany(type => Written(type).Select(member => ($"{type.Name}.{member.Name}", member.PropertyType)));
        var passed = Grains.SelectMany(grain => grain.GetMethods()).SelectMany(method =>
            method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType).Select(type => ($"{method.DeclaringType!.Name}.{method.Name}", type)));
        var vague = written.Concat(passed).Where(one => Parts(one.Item2).Any(IsVague)).Select(one => one.Item1).Distinct();

        Assert.Empty(vague);
    }

    private static bool IsVague(Type type) =>
        type is { IsInterface: true, IsGenericType: true } && typeof(System.Collections.IEnumerable).IsAssignableFrom(type) && type.GetGenericTypeDefinition() != typeof(IReadOnlyDictionary<,>);

    private static IEnumerable<Type> Parts(Type type) => type.GetGenericArguments().SelectMany(Parts).Append(type);

    private static void Distinct(IEnumerable<(string Where, string? Name)> names)
    {
        var known = new Dictionary<string, string>();
        foreach (var (where, name) in names)
        {
            Assert.True(name is not null, $"{where} has none");
            Assert.True(known.TryAdd(name, where), $"{where} and {known.GetValueOrDefault(name)} both have {name}");
        }
    }

    private static string? Alias(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias;

    private static IEnumerable<PropertyInfo> Written(Type type) =>
        type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Where(property => property.CanWrite);

    private static IReadOnlyList<Type> Collect()
    {
        var found = new HashSet<Type>();
        foreach (var method in Grains.SelectMany(grain => grain.GetMethods()))
        {
            Visit(method.ReturnType, found);
            foreach (var parameter in method.GetParameters())
                Visit(parameter.ParameterType, found);
        }

        return [.. found];
    }

    private static void Visit(Type type, HashSet<Type> found)
    {
        foreach (var argument in type.GetGenericArguments())
            Visit(argument, found);
        if (type.GetElementType() is { } element)
            Visit(element, found);
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        // Orleans writes an enumeration as its number, without being told.
        if (definition.Assembly != Contracts || definition.IsEnum || definition.IsGenericParameter || typeof(IAddressable).IsAssignableFrom(definition) || !found.Add(definition))
            return;
        foreach (var member in Written(definition))
            Visit(member.PropertyType, found);
    }
}
