namespace Orleans.Runtime;

/// <summary>The lifecycle of an activation; its stages are in <see cref="GrainLifecycleStage"/>.</summary>
public interface IGrainLifecycle : ILifecycleObservable;
