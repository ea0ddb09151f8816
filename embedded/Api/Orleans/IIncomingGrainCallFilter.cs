namespace Orleans;

/// <summary>Runs around every call of every grain when registered as a service, and around the calls of one grain when its class implements it.</summary>
public interface IIncomingGrainCallFilter
{
    Task Invoke(IIncomingGrainCallContext context);
}
