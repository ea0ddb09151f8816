namespace Vespid.Storage.Secrets;

/// <summary>No key-encryption key is configured. Callers over HTTP get 503 <c>SECRETS_NOT_CONFIGURED</c>.</summary>
public sealed class SecretsNotConfiguredException() : Exception("No key-encryption key is configured: set SECRETS_KEK_BASE64 to 32 bytes in base64.");
