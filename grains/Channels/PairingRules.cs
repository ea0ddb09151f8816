using Vespid.GrainInterfaces.Control;

namespace Vespid.Grains.Channels;

/// <summary>What may be decided about a pairing request, by where it stands.</summary>
public static class PairingRules
{
    /// <returns>Null when the decision may go on, or was taken the same way before.</returns>
    public static Refusal? Refuse(string status, string decision) => status switch
    {
        "pending" => null,
        "expired" => Refusal.Conflict("PAIRING_REQUEST_EXPIRED", "The request has expired; the sender's next message makes a new one."),
        _ when status == decision => null,
        _ => Refusal.Conflict("PAIRING_REQUEST_DECIDED", $"The request was {status} before."),
    };
}
