namespace Vespid.Gateway.Channels;

/// <summary>Secrets, by name.</summary>
internal sealed record SecretList(IReadOnlyList<SecretAnswer> Secrets);
