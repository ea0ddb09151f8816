using Vespid.Tests.Chaos.Checking;

namespace Vespid.Tests.Chaos.ChatOps;

/// <summary>All that is known of a run when it is over.</summary>
/// <param name="Said">What people said, as it is now.</param>
/// <param name="Messages">What the runtime has of it, by where it was said and the platform's id.</param>
/// <param name="Copies">Rows of copies, by message.</param>
/// <param name="Arrivals">Messages of ours that the platforms took, in order for each chat.</param>
/// <param name="Bindings">Bindings and their status.</param>
/// <param name="Seen">What else was seen while it went on.</param>
internal sealed record ChatEvidence(
    IReadOnlyList<Said> Said, IReadOnlyDictionary<(string Place, string Id), Guid> Messages, ILookup<Guid, StoredCopy> Copies, IReadOnlyList<Arrival> Arrivals,
    IReadOnlyList<(string Place, string Status)> Bindings, IReadOnlyList<Violation> Seen);

/// <summary>A row of <c>chat_copies</c>, with the end of its entry.</summary>
internal sealed record StoredCopy(Guid MessageId, string Place, int Part, string? ExternalId, bool PossibleDuplicate, string EntryStatus, string? ErrorClass)
{
    /// <summary>Twice nobody knew whether it arrived; what comes of it is a person's to say.</summary>
    public bool IsLeft => EntryStatus == "dead_letter" && ErrorClass == "unknown";
}

/// <summary>A message of ours on a platform.</summary>
/// <param name="Place">Chat or channel.</param>
/// <param name="Id">The platform's id.</param>
/// <param name="First">What it said first.</param>
/// <param name="Last">What it says now; null when it is gone.</param>
internal sealed record Arrival(string Place, string Id, string First, string? Last);
