namespace Vespid.Storage.Secrets;

/// <summary>Encrypts secrets at rest.</summary>
public interface ISecretProtector
{
    /// <summary>Whether there is a key to seal with.</summary>
    bool IsConfigured { get; }

    /// <summary>Encrypts under a new data key and the current key-encryption key.</summary>
    /// <exception cref="SecretsNotConfiguredException">There is no key.</exception>
    SealedSecret Seal(string value, SecretPurpose purpose);

    /// <summary>Decrypts.</summary>
    /// <exception cref="SecretUnreadableException">Its key is lost, or it was altered or moved.</exception>
    string Open(SealedSecret secret, SecretPurpose purpose);

    /// <summary>Wraps the data key under the current key-encryption key; null when it is under that already.</summary>
    /// <exception cref="SecretsNotConfiguredException">There is no key.</exception>
    /// <exception cref="SecretUnreadableException">The old key is lost, or it was altered or moved.</exception>
    SealedSecret? Rewrap(SealedSecret secret, SecretPurpose purpose);
}
