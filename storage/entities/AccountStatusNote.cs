using Vespid.GrainInterfaces.Control;
using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>What the runtime notes on an account. Has no guard and leaves the version alone: no decision relies on it.</summary>
/// <param name="Id">Account.</param>
/// <param name="OrganizationId">Owner.</param>
/// <param name="Status">Status word; null leaves it.</param>
/// <param name="LastError">Error text, without secrets.</param>
/// <param name="Seen">Whether the platform was heard from just now.</param>
/// <param name="KeepsStopped">An account that somebody stopped stays so; the error text is noted all the same.</param>
public sealed record AccountStatusNote(Guid Id, Guid OrganizationId, string? Status, Change<string> LastError, bool Seen, bool KeepsStopped = false) : CommitRow;
