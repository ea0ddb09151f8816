namespace Orleans.Runtime;

/// <summary>A reminder could not be changed as asked.</summary>
[GenerateSerializer]
public sealed class ReminderException(string message) : OrleansException(message);
