namespace Orleans;

/// <summary>A lifecycle that others take part in. Stages start in ascending order and stop in descending order.</summary>
public interface ILifecycleObservable
{
    /// <returns>Dispose to take no part any more.</returns>
    IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer);
}
