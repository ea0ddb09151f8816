using Orleans.Runtime;

namespace Orleans;

/// <summary>Marks grain interfaces. An interface derives from one of the interfaces that also name its kind of key.</summary>
public interface IGrain : IAddressable;
