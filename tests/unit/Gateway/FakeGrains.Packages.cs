using Orleans;
using Orleans.Runtime;

namespace Vespid.Tests.Unit.Gateway;

/// <summary>What Orleans' own interface has besides, and nothing here asks for.</summary>
internal sealed partial class FakeGrains
{
    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidCompoundKey => throw NotHere();

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerCompoundKey => throw NotHere();

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver => throw NotHere();

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey, string keyExtension) => throw NotHere();

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey, string keyExtension) => throw NotHere();

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey) => throw NotHere();

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey, string grainClassNamePrefix) => throw NotHere();

    public IAddressable GetGrain(GrainId grainId) => throw NotHere();

    public IAddressable GetGrain(GrainId grainId, GrainInterfaceType interfaceId) => throw NotHere();

    private static NotSupportedException NotHere() => new("No test asks for this.");
}
