namespace Orleans.Concurrency;

/// <summary>Lets this method run while the grain works on another call.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;
