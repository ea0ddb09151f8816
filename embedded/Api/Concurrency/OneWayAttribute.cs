namespace Orleans.Concurrency;

/// <summary>The caller does not wait: its task completes at once, and a fault is only logged.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneWayAttribute : Attribute;
