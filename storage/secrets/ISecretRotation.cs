namespace Vespid.Storage.Secrets;

/// <summary>Wraps stored secrets anew after the key-encryption key was changed.</summary>
public interface ISecretRotation
{
    /// <summary>Works through everything that is under another key than the current one.</summary>
    /// <exception cref="SecretsNotConfiguredException">There is no key.</exception>
    Task<RewrapResult> RewrapAsync(CancellationToken cancellationToken = default);
}

/// <summary>What a re-wrap did.</summary>
/// <param name="Rewrapped">Secrets now under the current key.</param>
/// <param name="Unreadable">Secrets whose key is lost; left as they are.</param>
public sealed record RewrapResult(int Rewrapped, int Unreadable);
