namespace Vespid.Storage.Secrets;

/// <summary>A stored secret cannot be decrypted: its key is not configured, or it was altered or moved to another row. Says nothing of the value.</summary>
/// <param name="kekId">Key it is under.</param>
/// <param name="inner">Cause.</param>
public sealed class SecretUnreadableException(string kekId, Exception? inner = null)
    : Exception($"A secret under key '{kekId}' cannot be read: the key is not configured, or the stored value was altered.", inner)
{
    /// <summary>Key it is under.</summary>
    public string KekId { get; } = kekId;
}
