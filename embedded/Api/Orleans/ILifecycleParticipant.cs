namespace Orleans;

/// <summary>Subscribes itself to a lifecycle: a grain class to that of its activation.</summary>
public interface ILifecycleParticipant<TLifecycleObservable>
    where TLifecycleObservable : ILifecycleObservable
{
    void Participate(TLifecycleObservable lifecycle);
}
