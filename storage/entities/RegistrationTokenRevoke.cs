using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Ends a token that is not redeemed. Guard: it is not.</summary>
public sealed record RegistrationTokenRevoke(Guid Id, string PartnerId) : CommitRow;
