namespace Vespid.Tests.EngineCompliance.Engines.Contracts;

public sealed class ContractGrain : Grain, IContractGrain
{
    public Task<Order> Echo(Order order) => Task.FromResult(order);

    public Task<Shape> EchoShape(Shape shape) => Task.FromResult(shape);

    public Task Clear(byte[] bytes)
    {
        Array.Clear(bytes);
        return Task.CompletedTask;
    }

    public Task Take(object value) => Task.CompletedTask;

    public Task TakeAll(List<object> values) => Task.CompletedTask;

    public Task<object> Give() => Task.FromResult<object>(new NoContract());

    public Task Tell(object value) => Task.CompletedTask;

    public Task PassItself(IContractGrain other) => other.Receive(this);

    public Task<bool> PassReference(IContractGrain other) => other.Receive(this.AsReference<IContractGrain>());

    public Task<bool> Receive(IContractGrain sender) => Task.FromResult(sender is not ContractGrain);
}
