using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Vespid.Embedded.Engine;

/// <summary>What the engine needs to know of a grain class, read once.</summary>
internal sealed class GrainClass
{
    private const string Suffix = "grain";

    private readonly ConcurrentDictionary<MethodInfo, MethodInfo> _implementations = new();
    private int _activations;

    public GrainClass(Type type, EmbeddedOptions options, GrainInstanceFactory factory)
    {
        Type = type;
        Factory = factory;
        GrainType = GrainType.Create(type.GetCustomAttribute<GrainTypeAttribute>()?.Name ?? ConventionalName(type));
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute));
        FiltersItself = type.IsAssignableTo(typeof(IIncomingGrainCallFilter));
        ActivatesItself = Overrides(type, nameof(IGrainBase.OnActivateAsync));
        DeactivatesItself = Overrides(type, nameof(IGrainBase.OnDeactivateAsync));
        MaxLocalWorkers = type.GetCustomAttribute<StatelessWorkerAttribute>() is { } workers
            ? workers.MaxLocalWorkers > 0 ? workers.MaxLocalWorkers : options.LocalWorkers
            : null;
        CollectionAge = type.IsDefined(typeof(KeepAliveAttribute), inherit: true)
            ? TimeSpan.MaxValue
            : AgeLimit(type) ?? options.CollectionAge;
    }

    public Type Type { get; }

    public GrainType GrainType { get; }

    public GrainInstanceFactory Factory { get; }

    public bool IsReentrant { get; }

    public bool FiltersItself { get; }

    public bool ActivatesItself { get; }

    public bool DeactivatesItself { get; }

    /// <summary>Null unless the class is a stateless worker.</summary>
    public int? MaxLocalWorkers { get; }

    public TimeSpan CollectionAge { get; }

    /// <summary>Activations in memory.</summary>
    public int Activations => Volatile.Read(ref _activations);

    public static bool IsGrainClass(Type type) => type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false } && type.IsAssignableTo(typeof(IGrainBase));

    public void CountActivation(int change) => Interlocked.Add(ref _activations, change);

    public MethodInfo Implementation(MethodInfo interfaceMethod) => _implementations.GetOrAdd(interfaceMethod, static (method, type) =>
    {
        var map = type.GetInterfaceMap(method.DeclaringType!);
        return map.TargetMethods[Array.IndexOf(map.InterfaceMethods, method)];
    }, Type);

    private static string ConventionalName(Type type)
    {
        var name = type.Name.ToLowerInvariant();
        return name.Length > Suffix.Length && name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;
    }

    private static bool Overrides(Type type, string method)
    {
        var map = type.GetInterfaceMap(typeof(IGrainBase));
        var target = map.TargetMethods[Array.FindIndex(map.InterfaceMethods, candidate => candidate.Name == method)];
        return target.DeclaringType != typeof(Grain) && target.DeclaringType != typeof(IGrainBase);
    }

    private static TimeSpan? AgeLimit(Type type)
    {
        var limit = type.GetCustomAttribute<CollectionAgeLimitAttribute>()?.AgeLimit;
        if (limit < CollectionAgeLimitAttribute.MinAgeLimit)
        {
            throw new ArgumentException($"[CollectionAgeLimit] of {type} is {limit}; it must be at least {CollectionAgeLimitAttribute.MinAgeLimit}.");
        }

        return limit;
    }
}
