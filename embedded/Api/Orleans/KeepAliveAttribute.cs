namespace Orleans;

/// <summary>Exempts the grain class from idle collection.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public class KeepAliveAttribute : Attribute;
