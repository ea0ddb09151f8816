using Orleans.Runtime;

namespace Orleans;

/// <summary>Marks interfaces of objects that are no grains and that grains may call all the same, by a reference that the factory makes.</summary>
public interface IGrainObserver : IAddressable;
