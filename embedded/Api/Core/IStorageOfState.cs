namespace Orleans.Core;

/// <summary>Storage of one piece of state together with the value in memory.</summary>
public interface IStorage<TState> : IStorage
{
    TState State { get; set; }
}
