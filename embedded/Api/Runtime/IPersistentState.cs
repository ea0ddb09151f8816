using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>A named piece of a grain's durable state, read before OnActivateAsync.</summary>
public interface IPersistentState<TState> : IStorage<TState>;
