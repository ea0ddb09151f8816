using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Vespid.Embedded.Engine;

/// <summary>Makes references.</summary>
internal sealed class GrainFactory(Silo silo) : IClusterClient
{
    private readonly ConcurrentDictionary<Type, GrainInterface> _interfaces = new();

    public IServiceProvider ServiceProvider => silo.Services;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        return (TGrainInterface)(object)Refer(typeof(TGrainInterface), IdSpan.Create(primaryKey), grainClassNamePrefix);
    }

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey =>
        (TGrainInterface)(object)Refer(typeof(TGrainInterface), GrainIdKeyExtensions.CreateGuidKey(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey =>
        (TGrainInterface)(object)Refer(typeof(TGrainInterface), GrainIdKeyExtensions.CreateIntegerKey(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => (TGrainInterface)(object)Refer(typeof(TGrainInterface), grainId);

    /// <summary>There is one process, so the object itself.</summary>
    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        ArgumentNullException.ThrowIfNull(obj);
        return obj is TGrainObserverInterface reference
            ? reference
            : throw new ArgumentException($"The object must implement {typeof(TGrainObserverInterface)}.", nameof(obj));
    }

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(grainPrimaryKey);
        return (IGrain)Refer(grainInterfaceType, IdSpan.Create(grainPrimaryKey), null);
    }

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) =>
        (IGrain)Refer(grainInterfaceType, GrainIdKeyExtensions.CreateGuidKey(grainPrimaryKey), null);

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) =>
        (IGrain)Refer(grainInterfaceType, GrainIdKeyExtensions.CreateIntegerKey(grainPrimaryKey), null);

    public GrainReference Refer(Type interfaceType, GrainId grainId) => Interface(interfaceType).Refer(grainId);

    /// <summary>A reference that can only be cast.</summary>
    public GrainReference Untyped(GrainId grainId) => Refer(typeof(IAddressable), grainId);

    private GrainReference Refer(Type interfaceType, IdSpan key, string? classNamePrefix)
    {
        var target = Interface(interfaceType);
        return target.Refer(GrainId.Create(target.GrainTypeFor(classNamePrefix), key));
    }

    private GrainInterface Interface(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return _interfaces.TryGetValue(type, out var known) ? known : _interfaces.GetOrAdd(type, static (type, silo) => new GrainInterface(silo, type), silo);
    }
}
