using Vespid.Storage.Commits;
using Vespid.Storage.Secrets;

namespace Vespid.Storage.Entities;

/// <summary>Puts a secret's data key under another key-encryption key; the value itself stays as it is. Guard: it is still under the old one.</summary>
/// <param name="Id">Secret row.</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="FromKekId">Key it was under.</param>
/// <param name="Value">The same value, wrapped anew.</param>
public sealed record SecretRewrap(Guid Id, Guid OrganizationId, string FromKekId, SealedSecret Value) : CommitRow;
