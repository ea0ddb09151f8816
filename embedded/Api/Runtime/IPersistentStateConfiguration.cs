namespace Orleans.Runtime;

/// <summary>Which state, in which storage.</summary>
public interface IPersistentStateConfiguration
{
    string StateName { get; }

    /// <summary>The service key of the storage; null or empty for the one without a key.</summary>
    string StorageName { get; }
}
