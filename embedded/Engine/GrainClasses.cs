using Orleans.Runtime;

namespace Vespid.Embedded.Engine;

/// <summary>The grain classes of the configured assemblies, by type name and by the interfaces they implement.</summary>
internal sealed class GrainClasses
{
    private readonly Dictionary<GrainType, GrainClass> _byGrainType = [];

    public GrainClasses(EmbeddedOptions options, IServiceProvider services)
    {
        foreach (var type in options.GrainAssemblies.Distinct().SelectMany(static assembly => assembly.GetTypes()).Where(GrainClass.IsGrainClass))
        {
            var grainClass = new GrainClass(type, options, new GrainInstanceFactory(type, services));
            if (!_byGrainType.TryAdd(grainClass.GrainType, grainClass))
            {
                throw new InvalidOperationException(
                    $"Grain classes {_byGrainType[grainClass.GrainType].Type} and {type} have the same grain type '{grainClass.GrainType}'; give one a [GrainType].");
            }
        }
    }

    public IEnumerable<GrainClass> All => _byGrainType.Values;

    /// <exception cref="ArgumentException">There is no such type.</exception>
    public GrainClass Get(GrainType grainType) =>
        _byGrainType.TryGetValue(grainType, out var grainClass) ? grainClass : throw new ArgumentException($"No grain class has the grain type '{grainType}'.");

    /// <summary>The only class that implements the interface, or the only one whose full name starts with the prefix.</summary>
    /// <exception cref="ArgumentException">There is none, or more than one.</exception>
    public GrainType Implementing(Type interfaceType, string? classNamePrefix)
    {
        var candidates = _byGrainType.Values
            .Where(grainClass => grainClass.Type.IsAssignableTo(interfaceType))
            .Where(grainClass => classNamePrefix is null || grainClass.Type.FullName!.StartsWith(classNamePrefix, StringComparison.Ordinal))
            .ToArray();
        return candidates switch
        {
            [var only] => only.GrainType,
            [] => throw new ArgumentException($"No grain class{With(classNamePrefix)} implements {interfaceType}."),
            _ => throw new ArgumentException(
                $"Several grain classes{With(classNamePrefix)} implement {interfaceType}: {string.Join(", ", candidates.Select(static one => one.Type))}."),
        };
    }

    private static string With(string? prefix) => prefix is null ? "" : $" whose name starts with '{prefix}'";
}
