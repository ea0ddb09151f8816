using Orleans;
using Orleans.Runtime;

namespace Vespid.Tests.Unit.Gateway;

/// <summary>One grain an interface, whatever the key.</summary>
internal sealed partial class FakeGrains : IGrainFactory
{
    private readonly Dictionary<Type, object> _grains = [];

    public FakeGrains With<T>(T grain)
        where T : class
    {
        _grains[typeof(T)] = grain;
        return this;
    }

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey => (TGrainInterface)_grains[typeof(TGrainInterface)];

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey => (TGrainInterface)_grains[typeof(TGrainInterface)];

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey => (TGrainInterface)_grains[typeof(TGrainInterface)];

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => (TGrainInterface)_grains[typeof(TGrainInterface)];

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver => (TGrainObserverInterface)obj;

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => (IGrain)_grains[grainInterfaceType];

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) => (IGrain)_grains[grainInterfaceType];

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) => (IGrain)_grains[grainInterfaceType];
}
