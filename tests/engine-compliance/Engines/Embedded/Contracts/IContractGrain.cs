using Orleans.Concurrency;

namespace Vespid.Tests.EngineCompliance.Engines.Contracts;

/// <summary>Passes contracts, and what is none.</summary>
public interface IContractGrain : IGrainWithStringKey
{
    Task<Order> Echo(Order order);

    Task<Shape> EchoShape(Shape shape);

    Task Clear(byte[] bytes);

    Task Take(object value);

    Task TakeAll(List<object> values);

    Task<object> Give();

    [OneWay]
    Task Tell(object value);

    Task PassItself(IContractGrain other);

    Task<bool> PassReference(IContractGrain other);

    [AlwaysInterleave]
    Task<bool> Receive(IContractGrain sender);
}
