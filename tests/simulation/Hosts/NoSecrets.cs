using Vespid.Storage.Secrets;

namespace Vespid.Tests.Simulation.Hosts;

/// <summary>A deployment without a key-encryption key; the accounts' secrets come from the store in the clear.</summary>
internal sealed class NoSecrets : ISecretProtector
{
    public bool IsConfigured => false;

    public SealedSecret Seal(string value, SecretPurpose purpose) => throw new SecretsNotConfiguredException();

    public string Open(SealedSecret secret, SecretPurpose purpose) => throw new SecretsNotConfiguredException();

    public SealedSecret? Rewrap(SealedSecret secret, SecretPurpose purpose) => throw new SecretsNotConfiguredException();
}
