namespace Vespid.Storage.Secrets;

/// <summary>What a secret is for. It is bound into the encryption, so that a ciphertext moved to another row does not open there.</summary>
/// <param name="Text">Canonical text.</param>
public readonly record struct SecretPurpose(string Text)
{
    /// <summary>A secret of a channel account.</summary>
    public static SecretPurpose OfAccount(Guid organizationId, Guid accountId, string name) => new($"account/{organizationId:N}/{accountId:N}/{name}");

    /// <summary>The secret that pushes to an organisation's agent are signed with.</summary>
    public static SecretPurpose OfAgent(Guid organizationId) => new($"agent/{organizationId:N}");

    /// <summary>The bot token of a receiver of alerts.</summary>
    public static SecretPurpose OfReceiver(Guid organizationId, string receiverId) => new($"alert-receiver/{organizationId:N}/{receiverId}");

    /// <summary>An edge's configuration.</summary>
    public static SecretPurpose OfEdgeConfig(string nodeId, long epoch) => new($"edge-config/{nodeId}/{epoch}");

    /// <summary>A service token on its way to its edge.</summary>
    public static SecretPurpose OfEdgeToken(string nodeId) => new($"edge-token/{nodeId}");

    /// <summary>What all edges share.</summary>
    public static SecretPurpose OfEdgeCatalog(long version) => new($"edge-catalog/{version}");

    /// <summary>The answer to a registration that may be asked for again.</summary>
    public static SecretPurpose OfRegistration(Guid tokenId) => new($"edge-registration/{tokenId:N}");
}
