namespace Vespid.Storage.Secrets;

/// <summary>Keys that secrets at rest are encrypted with.</summary>
public sealed class SecretsOptions
{
    /// <summary>Name of the current key-encryption key, kept beside each secret. Setting: <c>SECRETS_KEK_ID</c>.</summary>
    public string KekId { get; set; } = "dev-kek-v1";

    /// <summary>The current key, 32 bytes; null when none is configured: nothing can be sealed or opened then. Setting: <c>SECRETS_KEK_BASE64</c>.</summary>
    public byte[]? Kek { get; set; }

    /// <summary>Keys before it by name, 32 bytes each: they still open, until everything is wrapped anew.</summary>
    public IDictionary<string, byte[]> PreviousKeks { get; } = new Dictionary<string, byte[]>(StringComparer.Ordinal);
}
