namespace Orleans.Concurrency;

/// <summary>Lets calls of this grain interleave: while one awaits, another may run. Still one turn at a time.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;
