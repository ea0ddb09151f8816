namespace Orleans.Concurrency;

/// <summary>Promises that the method changes nothing, so that calls of such methods may interleave with one another.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;
