using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Redeems a token. Guard: nobody has, and it holds.</summary>
/// <param name="Id">Token.</param>
/// <param name="NodeId">The edge it buys.</param>
/// <param name="Fingerprint">Of idempotency key and identity; null when the answer cannot be asked for again.</param>
/// <param name="Answer">The service token, sealed.</param>
public sealed record RegistrationTokenRedeem(Guid Id, string NodeId, byte[]? Fingerprint, byte[]? Answer) : CommitRow;
