using Vespid.Storage.Commits;

namespace Vespid.Storage.Entities;

/// <summary>Forgets the service tokens kept for a second answer. No guard.</summary>
/// <param name="After">Their time.</param>
public sealed record RegistrationAnswersForget(TimeSpan After) : CommitRow;
